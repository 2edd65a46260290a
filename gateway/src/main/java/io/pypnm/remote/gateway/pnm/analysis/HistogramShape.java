package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.series.Counts;
import java.util.Optional;

/// The form of an amplitude histogram. Without compression it is a Gaussian bell; laser clipping makes it one-sided or
/// leaves spikes at its ends.
///
/// @param sum            of all hits
/// @param firstBin       the lowest with a hit, from 0
/// @param lastBin        the highest with a hit
/// @param peakBin        the lowest with the most hits
/// @param mean           in bins
/// @param deviation      in bins
/// @param skewness       third standardised moment; 0 for a bell
/// @param excessKurtosis fourth standardised moment less 3; 0 for a bell
public record HistogramShape(
        long sum,
        int firstBin,
        int lastBin,
        int peakBin,
        double mean,
        double deviation,
        double skewness,
        double excessKurtosis) {

    /// None if no bin has a hit.
    public static Optional<HistogramShape> of(Counts hits) {
        long sum = hits.sum();
        if (sum == 0) {
            return Optional.empty();
        }
        int first = -1;
        int last = -1;
        int peak = 0;
        double weighted = 0;
        for (int k = 0; k < hits.size(); k++) {
            if (hits.get(k) > 0) {
                first = first < 0 ? k : first;
                last = k;
            }
            peak = hits.get(k) > hits.get(peak) ? k : peak;
            weighted += (double) k * hits.get(k);
        }
        double mean = weighted / sum;
        double[] moments = moments(hits, mean, (double) sum);
        double variance = moments[0];
        double skewness = variance == 0 ? 0 : moments[1] / Math.pow(variance, 1.5);
        double kurtosis = variance == 0 ? 0 : moments[2] / (variance * variance) - 3;
        return Optional.of(new HistogramShape(sum, first, last, peak, mean, Math.sqrt(variance), skewness, kurtosis));
    }

    /// The second, third and fourth about the mean.
    private static double[] moments(Counts hits, double mean, double sum) {
        double[] moments = new double[3];
        for (int k = 0; k < hits.size(); k++) {
            double off = k - mean;
            double weighted = hits.get(k) * off * off / sum;
            moments[0] += weighted;
            moments[1] += weighted * off;
            moments[2] += weighted * off * off;
        }
        return moments;
    }
}
