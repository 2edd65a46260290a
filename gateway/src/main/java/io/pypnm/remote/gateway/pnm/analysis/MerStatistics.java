package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.series.MerSeries;
import java.util.Optional;

/// Statistics over the dB values of the subcarriers that were measured, as docsPnmCmDsOfdmRxMerMean and ...StdDev
/// define theirs: averages of decibels, not of power.
///
/// @param count     subcarriers that enter
/// @param mean      dB
/// @param median    dB; the mean of the middle two if their number is even
/// @param deviation dB, of the population
/// @param min       dB
/// @param max       dB
public record MerStatistics(
        int count, double mean, double median, double deviation, double min, double max, Shape shape) {
    private static final double STEP = 0.25;

    /// How the values are spread; of use beside PyPNM's own figures, which these are.
    ///
    /// @param meanSquare            of the dB values
    /// @param meanAbsoluteDeviation dB, from the mean
    /// @param skewness              third standardised moment; 0 if all values are equal
    /// @param kurtosis              fourth standardised moment, 3 for a normal distribution; 0 if all values are equal
    /// @param crestFactor           greatest value over the root of the mean square; 0 if all values are 0
    public record Shape(
            double meanSquare, double meanAbsoluteDeviation, double skewness, double kurtosis, double crestFactor) {}

    public double variance() {
        return deviation * deviation;
    }

    public double peakToPeak() {
        return max - min;
    }

    /// None if all subcarriers are excluded.
    public static Optional<MerStatistics> of(MerSeries series) {
        int[] histogram = series.histogram();
        int count = series.size() - histogram[MerSeries.EXCLUDED];
        return count == 0 ? Optional.empty() : Optional.of(of(histogram, count));
    }

    private static MerStatistics of(int[] histogram, int count) {
        double sum = 0;
        double squares = 0;
        int min = MerSeries.EXCLUDED;
        int max = 0;
        for (int raw = 0; raw < MerSeries.EXCLUDED; raw++) {
            if (histogram[raw] > 0) {
                double value = raw * STEP;
                sum += histogram[raw] * value;
                squares += histogram[raw] * value * value;
                min = Math.min(min, raw);
                max = raw;
            }
        }
        double mean = sum / count;
        double second = 0;
        double third = 0;
        double fourth = 0;
        double absolute = 0;
        for (int raw = min; raw <= max; raw++) {
            double off = raw * STEP - mean;
            double weighted = histogram[raw] * off * off;
            second += weighted;
            third += weighted * off;
            fourth += weighted * off * off;
            absolute += histogram[raw] * Math.abs(off);
        }
        double variance = second / count;
        double deviation = Math.sqrt(variance);
        var shape = new Shape(
                squares / count,
                absolute / count,
                ratio(third / count, variance * deviation),
                ratio(fourth / count, variance * variance),
                ratio(max * STEP, Math.sqrt(squares / count)));
        double median = (at(histogram, (count + 1) / 2) + at(histogram, count / 2 + 1)) * STEP / 2;
        return new MerStatistics(count, mean, median, deviation, min * STEP, max * STEP, shape);
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    /// The byte at a rank of the sorted values.
    ///
    /// @param rank from 1 to the number of values
    static int at(int[] histogram, int rank) {
        int seen = 0;
        int raw = -1;
        while (seen < rank) {
            raw++;
            seen += histogram[raw];
        }
        return raw;
    }
}
