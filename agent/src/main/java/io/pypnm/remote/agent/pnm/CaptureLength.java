package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.contracts.snmp.Octets;
import java.nio.ByteBuffer;
import java.util.Map;

/// How long a capture file says that it is: the last four octets of its header are the length of what follows. It tells
/// a file that is still being written from one that is whole; whether it is sound is for the gateway to say.
final class CaptureLength {
    private static final int TYPE = 3;
    private static final int LENGTH = 4;
    /// Octets of the header, which begins with `PNN` and the type; two fewer after `PNM`, which has no version. The
    /// types that are not here have lengths in several places.
    private static final Map<Integer, Integer> HEADERS = Map.of(2, 28, 3, 30, 4, 28, 6, 34, 7, 34, 9, 39, 10, 29);

    private CaptureLength() {}

    /// Whether there is as much as the header says; also of what has no header that is known here.
    static boolean isReached(Octets file) {
        byte[] bytes = file.toArray();
        if (bytes.length <= TYPE || bytes[0] != 'P' || bytes[1] != 'N') {
            return true;
        }
        Integer versioned = HEADERS.get(bytes[TYPE] & 0xff);
        if (versioned == null || (bytes[2] != 'N' && bytes[2] != 'M')) {
            return true;
        }
        int header = bytes[2] == 'N' ? versioned : versioned - 2;
        if (bytes.length < header) {
            return false;
        }
        long declared = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(header - LENGTH));
        return bytes.length >= header + declared;
    }
}
