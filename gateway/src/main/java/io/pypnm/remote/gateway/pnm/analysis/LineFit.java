package io.pypnm.remote.gateway.pnm.analysis;

import java.util.function.IntToDoubleFunction;

/// The straight line with the least squares through values over frequency: a channel's tilt.
///
/// @param slopePerMhz of the values' unit; 0 if there are less than two values
/// @param middle      index at which the line has the mean of the values
/// @param mean        of the values; not a number if there are none
public record LineFit(double slopePerMhz, double middle, double mean, double perIndex) {
    private static final double MEGA = 1e6;

    /// Fits evenly spaced values. Those that are not a number are gaps.
    public static LineFit of(int size, double spacingHz, IntToDoubleFunction values) {
        int count = 0;
        double indexes = 0;
        double sum = 0;
        for (int k = 0; k < size; k++) {
            double value = values.applyAsDouble(k);
            if (!Double.isNaN(value)) {
                count++;
                indexes += k;
                sum += value;
            }
        }
        double middle = indexes / count;
        double mean = sum / count;
        double product = 0;
        double square = 0;
        for (int k = 0; k < size; k++) {
            double value = values.applyAsDouble(k);
            if (!Double.isNaN(value)) {
                product += (k - middle) * (value - mean);
                square += (k - middle) * (k - middle);
            }
        }
        double perIndex = square == 0 ? 0 : product / square;
        return new LineFit(perIndex / spacingHz * MEGA, middle, mean, perIndex);
    }

    /// The line's value at an index.
    public double at(int k) {
        return mean + perIndex * (k - middle);
    }
}
