package io.pypnm.remote.agent.operation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: a random part of a bound that doubles with every failure (full jitter), so
/// that a thousand agents do not return in the same second. Owned by the thread that tries.
public final class Backoff {
    private final Duration min;
    private final Duration max;
    private final RandomGenerator random;
    private Duration bound;

    /// @param min longest wait after the first failure
    /// @param max longest wait of all
    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
        this.bound = min;
    }

    /// The wait after a failure.
    public Duration next() {
        Duration wait = upTo(bound);
        bound = bound.multipliedBy(2).compareTo(max) < 0 ? bound.multipliedBy(2) : max;
        return wait;
    }

    /// The wait after a failure that only a person can mend: between half the longest bound and all of it.
    public Duration slow() {
        return max.dividedBy(2).plus(upTo(max.dividedBy(2)));
    }

    /// A connection has served.
    public void reset() {
        bound = min;
    }

    private Duration upTo(Duration limit) {
        return Duration.ofNanos(random.nextLong(limit.toNanos() + 1));
    }
}
