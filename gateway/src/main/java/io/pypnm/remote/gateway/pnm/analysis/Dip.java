package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.series.MerSeries;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/// A band with too little MER: a candidate for ingress, such as LTE, or for a suck-out. The MER alone cannot tell
/// which; the width and the place can.
///
/// @param lowestDb  MER of its worst subcarrier
/// @param lowestHz  where that is; the lowest frequency if there are several
/// @param depthDb   how far the worst subcarrier is below what was asked for, above 0
public record Dip(Band band, double lowestDb, long lowestHz, double depthDb) {
    /// A notch is that far below its surroundings.
    public static final double NOTCH_DEPTH_DB = 3;

    /// The surroundings of a subcarrier: the median of this width around it.
    public static final int SURROUNDINGS_HZ = 2_000_000;

    /// Bands below a required MER, such as [Capability#requiredDb] of a profile's modulation.
    public static List<Dip> below(Capture.Mer capture, double requiredDb) {
        MerSeries values = capture.values();
        return where(k -> values.decibels(k) < requiredDb, capture, _ -> requiredDb);
    }

    /// Bands at least 3 dB below the running median of 2 MHz. They are narrower than 1 MHz: a wider one is its own
    /// surroundings, and is found by a required MER or by the eye.
    public static List<Dip> notches(Capture.Mer capture) {
        MerSeries values = capture.values();
        int width = SURROUNDINGS_HZ / capture.subcarriers().spacingHz() + 1;
        double[] medians = RunningMedian.of(values, width);
        return where(k -> values.decibels(k) <= medians[k] - NOTCH_DEPTH_DB, capture, k -> medians[k]);
    }

    private static List<Dip> where(IntPredicate inside, Capture.Mer capture, IntToDoubleFunction limits) {
        return Band.where(capture.subcarriers(), inside).stream()
                .map(band -> of(band, capture, limits))
                .toList();
    }

    private static Dip of(Band band, Capture.Mer capture, IntToDoubleFunction limits) {
        MerSeries values = capture.values();
        int lowest = band.first();
        for (int k = band.first(); k <= band.last(); k++) {
            if (values.raw(k) < values.raw(lowest)) {
                lowest = k;
            }
        }
        double decibels = values.decibels(lowest);
        return new Dip(
                band, decibels, capture.subcarriers().frequencyHz(lowest), limits.applyAsDouble(lowest) - decibels);
    }
}
