package io.pypnm.remote.contracts.stomp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that arrive in pieces. Takes memory for at most twice what has arrived, never for what is only announced.
///
/// Owned by the decoder.
final class GatheredBytes {
    /// Least memory taken at once.
    private static final int MIN_CAPACITY = 256;

    /// Most memory that [#clear()] keeps for the next use.
    private static final int KEPT_CAPACITY = 1024;
    private static final byte[] EMPTY = {};

    private byte[] bytes = EMPTY;
    private int length;

    /// Moves the next `count` bytes of `input` to the end.
    ///
    /// @param ceiling what can be gathered at most; at least what has been, this time included
    void append(ByteBuffer input, int count, int ceiling) {
        int needed = length + count;
        if (needed > bytes.length) {
            long doubled = Math.max(MIN_CAPACITY, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(doubled, ceiling)));
        }
        input.get(bytes, length, count);
        length = needed;
    }

    /// The memory behind: the first [#length()] bytes count. Valid until the next call.
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /// Memory held.
    int capacity() {
        return bytes.length;
    }

    /// Forgets the bytes, and the memory too if it has grown.
    void clear() {
        length = 0;
        if (bytes.length > KEPT_CAPACITY) {
            bytes = EMPTY;
        }
    }

    /// Hands the bytes over, in an array of exactly their number, and keeps nothing.
    byte[] release() {
        byte[] released = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        bytes = EMPTY;
        length = 0;
        return released;
    }
}
