package io.pypnm.remote.agent.operation;

/// Nanoseconds that only go up, also while the host is suspended. The zero point means nothing; only differences do.
/// Safe for use by many threads.
@FunctionalInterface
public interface MonotonicClock {
    long nanos();
}
