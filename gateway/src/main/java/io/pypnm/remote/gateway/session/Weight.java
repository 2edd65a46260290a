package io.pypnm.remote.gateway.session;

/// What a message counts as where messages are bounded by their number: a large one as several, so that what is held
/// for one agent is bounded in bytes too.
final class Weight {
    private static final int BYTES_PER_PERMIT = 16 * 1024;

    private Weight() {}

    /// Its permits.
    ///
    /// @param bytes the body's length
    /// @param most  all permits there are: a message that is larger still passes, alone
    static int of(long bytes, int most) {
        return (int) Math.min(most, 1 + bytes / BYTES_PER_PERMIT);
    }
}
