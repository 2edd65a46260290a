package io.pypnm.remote.bench;

import java.util.Arrays;

/// Durations, collected by many threads.
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

    /// The value below which the given share lies, in milliseconds; not a number if there is none.
    synchronized double millis(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (count - 1))] / 1e6;
    }
}
