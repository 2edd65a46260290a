package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.util.Arrays;

/// Group delay: `-(1 / 2 pi) d(phase) / df` of the unwrapped phase, by central differences, and by one-sided
/// differences of the second order at both ends of a run without gaps.
final class GroupDelay {
    private static final double NANO = 1e9;
    private static final int RUN = 3;

    private GroupDelay() {}

    /// One value for each coefficient; not a number where it, or too many of its neighbours, are 0.
    static double[] nanoseconds(ComplexSeries c, double spacingHz) {
        double[] delays = new double[c.size()];
        Arrays.fill(delays, Double.NaN);
        int from = 0;
        while (from < c.size()) {
            int to = from;
            while (to < c.size() && c.power(to) > 0) {
                to++;
            }
            if (to - from >= RUN) {
                fill(delays, from, steps(c, from, to), -NANO / (2 * Math.PI * spacingHz));
            }
            from = to + 1;
        }
        return delays;
    }

    /// From each subcarrier's phase to that of the next, unwrapped: between minus pi and pi.
    private static double[] steps(ComplexSeries c, int from, int to) {
        double[] steps = new double[to - from - 1];
        for (int i = 0; i < steps.length; i++) {
            int k = from + i;
            // The phase of c[k + 1] times the conjugate of c[k].
            double re = c.real(k + 1) * c.real(k) + c.imaginary(k + 1) * c.imaginary(k);
            double im = c.imaginary(k + 1) * c.real(k) - c.real(k + 1) * c.imaginary(k);
            steps[i] = Math.atan2(im, re);
        }
        return steps;
    }

    private static void fill(double[] delays, int from, double[] steps, double scale) {
        int last = steps.length - 1;
        delays[from] = scale * (3 * steps[0] - steps[1]) / 2;
        for (int i = 1; i <= last; i++) {
            delays[from + i] = scale * (steps[i - 1] + steps[i]) / 2;
        }
        delays[from + last + 1] = scale * (3 * steps[last] - steps[last - 1]) / 2;
    }
}
