package io.pypnm.remote.agent.link;

import java.time.Duration;

/// How long the gateway takes to answer at worst, of late: start-by is counted from a frame's arrival, and the frame
/// may have been that long on its way. Owned by the link thread.
final class RoundTrips {
    private static final long WINDOW_NANOS = Duration.ofSeconds(30).toNanos();

    private long windowStartNanos;
    private long worstNanos;
    private long worstBeforeNanos;

    void add(long sentNanos, long answeredNanos) {
        if (answeredNanos - windowStartNanos > WINDOW_NANOS) {
            windowStartNanos = answeredNanos;
            worstBeforeNanos = worstNanos;
            worstNanos = 0;
        }
        worstNanos = Math.max(worstNanos, answeredNanos - sentNanos);
    }

    Duration worst() {
        return Duration.ofNanos(Math.max(worstNanos, worstBeforeNanos));
    }
}
