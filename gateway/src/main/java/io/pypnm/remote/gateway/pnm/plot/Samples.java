package io.pypnm.remote.gateway.pnm.plot;

import java.util.stream.IntStream;

/// Pairs of numbers, in the order given; immutable. A `y` that is not a number is a gap.
public final class Samples {
    private static final int MAX = 1 << 20;

    private final double[] x;
    private final double[] y;

    private Samples(double[] x, double[] y) {
        this.x = x;
        this.y = y;
    }

    /// Copies the numbers.
    ///
    /// @throws IllegalArgumentException if there are not as many of one as of the other, or more than 1,048,576
    public static Samples of(double[] x, double[] y) {
        if (x.length != y.length || x.length > MAX) {
            throw new IllegalArgumentException(
                    "samples must be up to " + MAX + " pairs, are " + x.length + " x and " + y.length + " y");
        }
        return new Samples(x.clone(), y.clone());
    }

    public int size() {
        return x.length;
    }

    public double x(int index) {
        return x[index];
    }

    public double y(int index) {
        return y[index];
    }

    boolean isGap(int index) {
        return !Double.isFinite(x[index]) || !Double.isFinite(y[index]);
    }

    /// The same curve to the eye, of at most about `limit` samples: of each run of neighbours the first, the lowest,
    /// the highest and the last stay, so that a single deep subcarrier stays where and as deep as it is. A run with a
    /// gap keeps one.
    Samples thinnedTo(int limit) {
        if (size() <= limit) {
            return this;
        }
        int run = Math.ceilDiv(size() * 5, limit);
        int[] kept = IntStream.iterate(0, from -> from < size(), from -> from + run)
                .flatMap(from -> extremes(from, Math.min(size(), from + run)))
                .toArray();
        return new Samples(
                IntStream.of(kept).mapToDouble(index -> x[index]).toArray(),
                IntStream.of(kept).mapToDouble(index -> y[index]).toArray());
    }

    private IntStream extremes(int from, int to) {
        int low = from;
        int high = from;
        int gap = from;
        for (int index = from; index < to; index++) {
            if (isGap(index)) {
                gap = index;
                continue;
            }
            low = isGap(low) || y[index] < y[low] ? index : low;
            high = isGap(high) || y[index] > y[high] ? index : high;
        }
        return IntStream.of(from, low, high, gap, to - 1).sorted().distinct();
    }
}
