package io.pypnm.remote.lab.pnm;

import io.pypnm.remote.contracts.snmp.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// Writes a PNM file, most significant octet first: the common head, then whatever its kind has.
final class PnmFile {
    private static final int MAX_BYTES = 1 << 18;

    private final ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);

    private PnmFile() {}

    /// Begins a file.
    ///
    /// @param type      as in the magic of DOCS-PNM-MIB, for instance 4 for RxMER
    /// @param versioned whether it is of an OSSI specification that has versions
    static PnmFile of(int type, boolean versioned) {
        var file = new PnmFile();
        file.bytes.put((versioned ? "PNN" : "PNM").getBytes(StandardCharsets.US_ASCII));
        file.u8(type);
        return versioned ? file.u8(1).u8(0) : file;
    }

    PnmFile time(Instant capture) {
        return u32(capture.getEpochSecond());
    }

    PnmFile u8(int value) {
        bytes.put((byte) value);
        return this;
    }

    PnmFile u16(int value) {
        bytes.putShort((short) value);
        return this;
    }

    PnmFile u32(long value) {
        bytes.putInt((int) value);
        return this;
    }

    PnmFile octets(Octets octets) {
        bytes.put(octets.toArray());
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
