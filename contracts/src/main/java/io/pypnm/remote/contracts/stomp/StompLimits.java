package io.pypnm.remote.contracts.stomp;

/// What a decoder accepts at most. Each limit holds before memory is taken for what would break it.
///
/// @param maxHeaders    header lines of one frame, repeated ones included
/// @param maxLineBytes  longest header line, escaped as on the wire, without its LF
/// @param maxFrameBytes command, headers, their line ends and body; without the closing NUL
public record StompLimits(int maxHeaders, int maxLineBytes, int maxFrameBytes) {
    /// For a peer that has not logged in: room for a CONNECT with a token, and for nothing else.
    public static final StompLimits BEFORE_LOGIN = new StompLimits(32, 4 * 1024, 8 * 1024);

    /// For a peer that has logged in: frames of 1 MiB.
    public static final StompLimits AFTER_LOGIN = new StompLimits(64, 8 * 1024, 1024 * 1024);

    /// Keeps every sum of two limits within an `int`.
    private static final int MAX_FRAME_BYTES = 1 << 30;

    public StompLimits {
        if (maxHeaders < 1) {
            throw new IllegalArgumentException("maxHeaders must be at least 1, is " + maxHeaders);
        }
        if (maxFrameBytes > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "maxFrameBytes must be at most " + MAX_FRAME_BYTES + ", is " + maxFrameBytes);
        }
        if (maxLineBytes < 1 || maxLineBytes > maxFrameBytes) {
            throw new IllegalArgumentException(
                    "maxLineBytes must be from 1 to maxFrameBytes " + maxFrameBytes + ", is " + maxLineBytes);
        }
    }
}
