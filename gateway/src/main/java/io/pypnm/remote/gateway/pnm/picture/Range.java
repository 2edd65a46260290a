package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Samples;

/// The least range that has all values in it. Not thread-safe.
final class Range {
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    Range add(double value) {
        if (Double.isFinite(value)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return this;
    }

    Range addAll(Samples samples) {
        for (int k = 0; k < samples.size(); k++) {
            add(samples.y(k));
        }
        return this;
    }

    /// The least value, or another one if there is none.
    double low(double orElse) {
        return low > high ? orElse : low;
    }

    double high(double orElse) {
        return low > high ? orElse : high;
    }

    /// Wide enough for all values, with ends that are multiples of a step; never narrower than it.
    Axis axis(String label, double step) {
        if (low > high) {
            return Axis.of(label, 0, step);
        }
        double foot = Math.floor(low / step) * step;
        return Axis.of(label, foot, Math.max(Math.ceil(high / step) * step, foot + step));
    }
}
