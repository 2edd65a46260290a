package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;

/// How an ATDMA pre-equaliser shapes its channel: the transform of its taps. What the plant does to the channel is the
/// inverse of it.
public final class TapResponse {
    /// Values from edge to edge.
    public static final int SIZE = 256;

    private final double[] decibels;

    private TapResponse(double[] decibels) {
        this.decibels = decibels;
    }

    public static TapResponse of(AtdmaPreEqualizer equalizer) {
        ComplexSeries taps = equalizer.taps();
        double[] re = new double[SIZE];
        double[] im = new double[SIZE];
        for (int k = 0; k < taps.size(); k++) {
            re[k] = taps.real(k);
            im[k] = taps.imaginary(k);
        }
        Fourier.forward(re, im);
        double mean = EqualizerMetrics.of(equalizer).total();
        double[] decibels = new double[SIZE];
        for (int k = 0; k < SIZE; k++) {
            int bin = (k + SIZE / 2) % SIZE;
            decibels[k] = 10 * Math.log10((re[bin] * re[bin] + im[bin] * im[bin]) / mean);
        }
        return new TapResponse(decibels);
    }

    /// In parts of the rate of the taps, from -0.5 to below 0.5; 0 is the channel's centre.
    public double frequency(int k) {
        return (double) k / SIZE - 0.5;
    }

    /// Of the power, relative to its mean over all frequencies.
    public double decibels(int k) {
        return decibels[k];
    }
}
