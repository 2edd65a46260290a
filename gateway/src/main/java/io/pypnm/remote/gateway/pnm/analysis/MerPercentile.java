package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.series.MerSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;
import java.util.Optional;

/// The MER that all but the worst subcarriers reach, as docsPnmCmDsOfdmRxMerThrVal and ...ThrHighestFreq define it: the
/// active subcarriers in ascending order, and of these the one whose rank is `count x percent / 100`, rounded down.
///
/// @param percent            1 to 100; the MIB's default is 2
/// @param count              active subcarriers
/// @param rank               from 1; 1 also where the MIB's formula gives 0
/// @param raw                the value in quarter dB, as the MIB's object has it
/// @param highestFrequencyHz of the subcarriers with that value
public record MerPercentile(int percent, int count, int rank, int raw, long highestFrequencyHz) {
    /// Of docsPnmCmDsOfdmRxMerPercentile.
    public static final int DEFAULT_PERCENT = 2;

    public double decibels() {
        return raw / 4.0;
    }

    /// None if all subcarriers are excluded.
    ///
    /// @param percent 1 to 100
    public static Optional<MerPercentile> of(MerSeries series, Subcarriers subcarriers, int percent) {
        int[] histogram = series.histogram();
        int count = series.size() - histogram[MerSeries.EXCLUDED];
        if (count == 0) {
            return Optional.empty();
        }
        int rank = Math.max(1, (int) ((long) count * percent / 100));
        int raw = MerStatistics.at(histogram, rank);
        int highest = series.size() - 1;
        while (series.raw(highest) != raw) {
            highest--;
        }
        return Optional.of(new MerPercentile(percent, count, rank, raw, subcarriers.frequencyHz(highest)));
    }
}
