package io.pypnm.remote.gateway.pnm.file;

import io.pypnm.remote.gateway.pnm.capture.CaptureHeader;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Magic;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Time;
import io.pypnm.remote.gateway.pnm.capture.FileType;
import java.nio.charset.StandardCharsets;

/// The first 4 or 6 bytes of a capture file.
record Prologue(Magic magic, FileType type) {
    private static final int MAGIC_BYTES = 3;

    /// Whether these bytes begin as a capture file does.
    static boolean isAt(byte[] file) {
        String magic = magic(file);
        return magic.equals("PNN") || magic.equals("PNM");
    }

    static Prologue read(CaptureReader in) throws CaptureRefusedException {
        boolean versioned = magic(in.bytes()).equals("PNN");
        in.skip(MAGIC_BYTES);
        int code = in.u8();
        FileType type =
                FileType.of(code).orElseThrow(() -> new CaptureRefusedException(new Refusal.UnsupportedType(code)));
        return new Prologue(versioned ? new Magic.Versioned(in.u8(), in.u8()) : new Magic.Unversioned(), type);
    }

    private static String magic(byte[] file) {
        return new String(file, 0, Math.min(file.length, MAGIC_BYTES), StandardCharsets.US_ASCII);
    }

    static Time time(CaptureReader in) throws CaptureRefusedException {
        return new Time.Told(in.u32());
    }

    /// The header, when its last byte has been read.
    ///
    /// @param dataBytes that follow
    CaptureHeader header(CaptureReader in, Time time, int dataBytes) {
        return new CaptureHeader(magic, type, time, in.position(), in.remaining() - dataBytes);
    }
}
