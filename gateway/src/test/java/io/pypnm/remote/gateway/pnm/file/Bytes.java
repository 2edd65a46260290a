package io.pypnm.remote.gateway.pnm.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Builds a capture field by field, big-endian.
final class Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// `PNN`, the type, version 1.0.
    static Bytes ofType(int type) {
        return new Bytes().text("PNN").u8(type).u8(1).u8(0);
    }

    Bytes text(String ascii) {
        bytes.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Bytes u8(int value) {
        bytes.write(value);
        return this;
    }

    Bytes u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Bytes u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    Bytes mac(long value) {
        return u16((int) (value >>> 32)).u32(value);
    }

    Bytes zeros(int count) {
        bytes.writeBytes(new byte[count]);
        return this;
    }

    byte[] build() {
        return bytes.toByteArray();
    }
}
