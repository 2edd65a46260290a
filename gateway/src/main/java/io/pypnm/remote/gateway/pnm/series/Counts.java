package io.pypnm.remote.gateway.pnm.series;

import java.util.Arrays;

/// Unsigned 32-bit counts.
public final class Counts {
    private final int[] counts;

    private Counts(int[] counts) {
        this.counts = counts;
    }

    /// Reads big-endian counts from the bytes `from` to `to`, the latter excluded.
    public static Counts read(byte[] bytes, int from, int to) {
        return new Counts(BigEndian.ints(bytes, from, to));
    }

    public int size() {
        return counts.length;
    }

    /// From 0 to 4,294,967,295.
    public long get(int k) {
        return Integer.toUnsignedLong(counts[k]);
    }

    public long sum() {
        long sum = 0;
        for (int count : counts) {
            sum += Integer.toUnsignedLong(count);
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counts series && Arrays.equals(counts, series.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return size() + " counts";
    }
}
