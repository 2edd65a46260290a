package io.pypnm.remote.agent.files.sftp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A request without its number, being written.
final class Request {
    private final byte type;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private Request(byte type) {
        this.type = type;
    }

    static Request of(byte type) {
        return new Request(type);
    }

    Request text(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    Request string(byte[] string) {
        number(string.length);
        bytes.writeBytes(string);
        return this;
    }

    Request number(int number) {
        return put(() -> out.writeInt(number));
    }

    Request offset(long offset) {
        return put(() -> out.writeLong(offset));
    }

    /// Writes it with its length and number.
    void writeTo(DataOutputStream to, int id) throws IOException {
        to.writeInt(1 + 4 + bytes.size());
        to.writeByte(type);
        to.writeInt(id);
        bytes.writeTo(to);
    }

    private Request put(Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return this;
    }

    private interface Writing {
        void write() throws IOException;
    }
}
