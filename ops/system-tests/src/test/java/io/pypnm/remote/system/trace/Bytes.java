package io.pypnm.remote.system.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/// How an id is spelled in a file or on the wire, and whether it is there.
public final class Bytes {
    private Bytes() {}

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// As ledger and journal keep a command id.
    public static byte[] of(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    public static boolean contain(byte[] data, byte[] wanted) {
        return indexOf(data, wanted, 0) >= 0;
    }

    /// Where it begins; -1 if it is not there.
    public static int indexOf(byte[] data, byte[] wanted, int from) {
        for (int at = Math.max(from, 0); at <= data.length - wanted.length; at++) {
            if (data[at] == wanted[0] && Arrays.equals(data, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
