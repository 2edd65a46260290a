package io.pypnm.remote.bench;

import java.util.Arrays;

/// Durations in nanoseconds, collected by one thread or under one lock.
final class Latencies {
    private long[] nanos = new long[4096];
    private int count;

    synchronized void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    synchronized int count() {
        return count;
    }

    /// The value below which the given share lies, in milliseconds.
    synchronized double millis(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, Math.round(share * (count - 1)))] / 1e6;
    }
}
