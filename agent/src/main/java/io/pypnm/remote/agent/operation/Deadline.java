package io.pypnm.remote.agent.operation;

import java.time.Duration;

/// A moment on the host's clock after which work must stop. Immutable.
public final class Deadline {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final long endNanos;
    private final MonotonicClock clock;

    private Deadline(long endNanos, MonotonicClock clock) {
        this.endNanos = endNanos;
        this.clock = clock;
    }

    /// The moment `left` from now; a negative duration has passed already, one above a year counts as a year.
    public static Deadline in(Duration left, MonotonicClock clock) {
        Duration bounded = left.compareTo(LONGEST) > 0 ? LONGEST : left.isNegative() ? Duration.ZERO : left;
        return new Deadline(clock.nanos() + bounded.toNanos(), clock);
    }

    /// The moment `time` from now, or this one if it is earlier.
    public Deadline within(Duration time) {
        Deadline other = in(time, clock);
        return other.endNanos - endNanos < 0 ? other : this;
    }

    public boolean hasPassed() {
        return leftNanos() <= 0;
    }

    /// What is left; zero once it has passed.
    public Duration left() {
        return Duration.ofNanos(Math.max(0, leftNanos()));
    }

    private long leftNanos() {
        return endNanos - clock.nanos();
    }
}
