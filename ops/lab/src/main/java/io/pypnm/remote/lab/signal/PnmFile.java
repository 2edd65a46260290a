package io.pypnm.remote.lab.signal;

import io.pypnm.remote.contracts.snmp.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Writes a PNM file, most significant octet first: the common head, then whatever its kind has.
public final class PnmFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private PnmFile() {}

    /// Begins a file.
    ///
    /// @param type      as in the magic of DOCS-PNM-MIB, for instance 4 for RxMER
    /// @param versioned whether it is of an OSSI specification that has versions
    public static PnmFile of(int type, boolean versioned) {
        var file = new PnmFile();
        file.bytes.writeBytes((versioned ? "PNN" : "PNM").getBytes(StandardCharsets.US_ASCII));
        file.u8(type);
        return versioned ? file.u8(1).u8(0) : file;
    }

    public PnmFile time(Instant capture) {
        return u32(capture.getEpochSecond());
    }

    public PnmFile u8(int value) {
        bytes.write(value);
        return this;
    }

    public PnmFile u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public PnmFile u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    /// A signed number of 16 bits, so many of them behind the point; the nearest one there is.
    public PnmFile fixed(double value, int fractionBits) {
        return u16(Math.clamp(Math.round(value * (1 << fractionBits)), Short.MIN_VALUE, Short.MAX_VALUE));
    }

    public PnmFile octets(Octets octets) {
        bytes.writeBytes(octets.toArray());
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
