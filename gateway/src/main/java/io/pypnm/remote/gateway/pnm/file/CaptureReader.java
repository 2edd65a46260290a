package io.pypnm.remote.gateway.pnm.file;

import static io.pypnm.remote.gateway.pnm.file.CaptureRefusedException.inconsistent;

import io.pypnm.remote.gateway.pnm.capture.CapturedMac;
import java.nio.charset.StandardCharsets;

/// Goes through the bytes of a capture once, from the front. All numbers are big-endian and unsigned.
final class CaptureReader {
    private static final int KILO = 1000;

    private final byte[] bytes;
    private int at;

    CaptureReader(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return at;
    }

    int remaining() {
        return bytes.length - at;
    }

    void skip(int count) throws CaptureRefusedException {
        take(count);
    }

    int u8() throws CaptureRefusedException {
        return bytes[take(1)] & 0xFF;
    }

    int u16() throws CaptureRefusedException {
        return u8() << 8 | u8();
    }

    long u32() throws CaptureRefusedException {
        return (long) u16() << 16 | u16();
    }

    CapturedMac mac() throws CaptureRefusedException {
        return new CapturedMac((long) u16() << 32 | u32());
    }

    /// Text in a field of fixed width, padded with NUL.
    String text(int width) throws CaptureRefusedException {
        int from = take(width);
        int to = from;
        while (to < from + width && bytes[to] != 0) {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// A subcarrier spacing in kHz, given in Hz. DOCSIS 3.1 has 25 and 50 kHz, and no other.
    int spacingHz() throws CaptureRefusedException {
        int spacing = u8() * KILO;
        if (!isSpacing(spacing)) {
            throw inconsistent("subcarrier spacing must be 25 or 50 kHz, is " + spacing / KILO);
        }
        return spacing;
    }

    static boolean isSpacing(int hz) {
        return hz == 25 * KILO || hz == 50 * KILO;
    }

    /// Reads the length of the data and checks it; behind it comes the data.
    ///
    /// @param unit bytes of a value
    /// @param most values there can be
    /// @return bytes, above 0
    int dataBytes(int unit, int most) throws CaptureRefusedException {
        return checkedBytes(u32(), unit, most);
    }

    /// Checks a declared length against what is there.
    int checkedBytes(long declared, int unit, int most) throws CaptureRefusedException {
        if (declared > remaining()) {
            throw new CaptureRefusedException(new Refusal.DataCut(declared, remaining()));
        }
        if (declared % unit != 0) {
            throw inconsistent(declared + " bytes are no whole number of values of " + unit + " bytes");
        }
        if (declared == 0 || declared / unit > most) {
            throw inconsistent("a capture has 1 to " + most + " values, this has " + declared / unit);
        }
        return (int) declared;
    }

    /// Moves on.
    ///
    /// @return where the bytes begin
    private int take(int count) throws CaptureRefusedException {
        if (count > remaining()) {
            throw new CaptureRefusedException(new Refusal.HeaderCut(bytes.length));
        }
        int from = at;
        at += count;
        return from;
    }
}
