package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.capture.Constellation;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.util.OptionalDouble;

/// The modulation error ratio of received points: `10 log10(1 / mean |point - nearest ideal point|^2)`, the ideal
/// points being a square grid of mean power 1.
public final class ConstellationMer {
    private ConstellationMer() {}

    /// In dB; none if the modulation is unknown or its constellation is no square, or if every point is ideal.
    public static OptionalDouble decibels(Constellation constellation) {
        int points = constellation
                .modulation()
                .map(modulation -> modulation.bits() % 2 == 0 ? modulation.points() : 0)
                .orElse(0);
        double error = points == 0 ? 0 : meanError(constellation.points(), points);
        return error == 0 ? OptionalDouble.empty() : OptionalDouble.of(-10 * Math.log10(error));
    }

    private static double meanError(ComplexSeries points, int order) {
        int side = (int) Math.round(Math.sqrt(order));
        // Mean power of the grid ..., -3, -1, 1, 3, ... (both axes): 2 (M - 1) / 3.
        double scale = Math.sqrt(2.0 * (order - 1) / 3);
        double sum = 0;
        for (int k = 0; k < points.size(); k++) {
            double re = points.real(k) * scale;
            double im = points.imaginary(k) * scale;
            double offRe = re - nearest(re, side);
            double offIm = im - nearest(im, side);
            sum += offRe * offRe + offIm * offIm;
        }
        return sum / (scale * scale) / points.size();
    }

    /// The nearest odd whole number that the grid has.
    private static double nearest(double value, int side) {
        double odd = 2 * Math.floor(value / 2) + 1;
        return Math.clamp(odd, 1.0 - side, side - 1.0);
    }
}
