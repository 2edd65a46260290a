package io.pypnm.remote.agent.pnm;

import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/// How long a capture file says that it is. It tells a file that is still being written from one that is whole; whether
/// it is sound is for the gateway to say.
enum CaptureLength {
    REACHED,
    SHORT,
    /// By a file of a type that is not known here.
    NOT_SAID;

    private static final int PROLOGUE = 4;
    /// Where a length cannot be, since the file ends before.
    private static final long BEYOND = Long.MAX_VALUE;

    /// Judges what there is of a file.
    static CaptureLength of(byte[] file) {
        if (file.length < PROLOGUE) {
            return SHORT;
        }
        boolean versioned = file[2] == 'N';
        if (file[0] != 'P' || file[1] != 'N' || (!versioned && file[2] != 'M')) {
            return NOT_SAID;
        }
        // After `PNN` and the type come two octets of the version, after `PNM` none.
        return judge(ByteBuffer.wrap(file), file[3] & 0xff, versioned ? 0 : -2);
    }

    private static CaptureLength judge(ByteBuffer file, int type, int shift) {
        return switch (type) {
            case 2, 4 -> ended(file, after(file, 24 + shift));
            case 3 -> ended(file, after(file, 26 + shift));
            case 5 -> ended(file, after(file, after(file, 17 + shift)));
            case 6, 7 -> ended(file, after(file, 30 + shift));
            case 9 -> ended(file, after(file, 35 + shift));
            case 10 -> ended(file, after(file, 25 + shift));
            // The capture time is left out by the modems known.
            case 8 -> endedAtOne(file, profiles(file, 14 + shift), profiles(file, 18 + shift));
            // Some CMTSs have seven octets more.
            case 105 -> endedAtOne(file, after(file, 286 + shift), after(file, 293 + shift));
            default -> NOT_SAID;
        };
    }

    private static CaptureLength ended(ByteBuffer file, long end) {
        return end <= file.limit() ? REACHED : SHORT;
    }

    private static CaptureLength endedAtOne(ByteBuffer file, long... ends) {
        return LongStream.of(ends).anyMatch(end -> end == file.limit()) ? REACHED : SHORT;
    }

    /// The end of what is preceded by its length, of four octets.
    private static long after(ByteBuffer file, long at) {
        return at <= file.limit() - Integer.BYTES
                ? at + Integer.BYTES + Integer.toUnsignedLong(file.getInt((int) at))
                : BEYOND;
    }

    /// The end of the FEC summary of each profile, whose number is at `at`: an octet, the number of sets, and sets of
    /// 16 octets.
    private static long profiles(ByteBuffer file, int at) {
        if (at >= file.limit()) {
            return BEYOND;
        }
        long end = at + 1L;
        for (int left = file.get(at) & 0xff; left > 0; left--) {
            if (end + 3 > file.limit()) {
                return BEYOND;
            }
            end += 3 + 16L * Short.toUnsignedInt(file.getShort((int) end + 1));
        }
        return end;
    }
}
