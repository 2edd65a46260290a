package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.util.Arrays;
import java.util.Optional;

/// Amplitude and group delay of a complex response. Ripple is what is left when the fitted line has been taken away, as
/// docsPnmCmOfdmChEstCoefAmpRipplePkToPk and docsPnmCmUsPreEqAmpRipplePkToPk define theirs.
///
/// @param meanPower     linear
/// @param meanMagnitude linear
/// @param magnitudeDb   of `20 log10 |c|`
/// @param groupDelayNs  of the group delay
public record ResponseAnalysis(double meanPower, double meanMagnitude, Curve magnitudeDb, Curve groupDelayNs) {

    /// Values over frequency, in dB or nanoseconds. A subcarrier that is exactly 0 is excluded: it is a gap in the
    /// values and enters no figure.
    public static final class Curve {
        private final double[] values;
        private final LineFit line;
        private final double[] sorted;
        private final double ripplePeakToPeak;
        private final double rippleRms;

        Curve(double[] values, double spacingHz) {
            this.values = values;
            this.line = LineFit.of(values.length, spacingHz, k -> values[k]);
            this.sorted = Arrays.stream(values)
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            double squares = 0;
            for (int k = 0; k < values.length; k++) {
                if (!Double.isNaN(values[k])) {
                    double off = values[k] - line.at(k);
                    low = Math.min(low, off);
                    high = Math.max(high, off);
                    squares += off * off;
                }
            }
            this.ripplePeakToPeak = high - low;
            this.rippleRms = Math.sqrt(squares / sorted.length);
        }

        public int size() {
            return values.length;
        }

        /// Not a number at a gap.
        public double get(int k) {
            return values[k];
        }

        public double mean() {
            return line.mean();
        }

        public double median() {
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }

        public double min() {
            return sorted[0];
        }

        public double max() {
            return sorted[sorted.length - 1];
        }

        public double slopePerMhz() {
            return line.slopePerMhz();
        }

        public double ripplePeakToPeak() {
            return ripplePeakToPeak;
        }

        public double rippleRms() {
            return rippleRms;
        }
    }

    /// None if there are no three subcarriers beside each other that are not 0: group delay is a slope of the phase.
    public static Optional<ResponseAnalysis> of(Capture.Response capture) {
        ComplexSeries c = capture.coefficients();
        double spacing = capture.subcarriers().spacingHz();
        double[] groupDelay = GroupDelay.nanoseconds(c, spacing);
        if (Arrays.stream(groupDelay).allMatch(Double::isNaN)) {
            return Optional.empty();
        }
        double[] decibels = new double[c.size()];
        double power = 0;
        double magnitude = 0;
        int count = 0;
        for (int k = 0; k < c.size(); k++) {
            double p = c.power(k);
            decibels[k] = p == 0 ? Double.NaN : 10 * Math.log10(p);
            power += p;
            magnitude += Math.sqrt(p);
            count += p == 0 ? 0 : 1;
        }
        return Optional.of(new ResponseAnalysis(
                power / count, magnitude / count, new Curve(decibels, spacing), new Curve(groupDelay, spacing)));
    }
}
