package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.series.CodewordSets;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/// How many codewords of a profile were lost, over all and over time.
///
/// Corrected codewords near the total are normal for some chip sets, and no alarm.
///
/// @param total           codewords of all intervals
/// @param corrected       of these
/// @param uncorrectable   of these: lost
/// @param maxCorrected    in one interval
/// @param cadencesSeconds the different times from one interval to the next, ascending; one if none is missing
public record FecRates(
        CodewordSets sets,
        long total,
        long corrected,
        long uncorrectable,
        long maxCorrected,
        List<Long> cadencesSeconds) {
    public FecRates {
        cadencesSeconds = List.copyOf(cadencesSeconds);
    }

    public static FecRates of(CodewordSets sets) {
        long total = 0;
        long corrected = 0;
        long uncorrectable = 0;
        long max = 0;
        var cadences = new TreeSet<Long>();
        for (int k = 0; k < sets.size(); k++) {
            total += sets.total(k);
            corrected += sets.corrected(k);
            uncorrectable += sets.uncorrectable(k);
            max = Math.max(max, sets.corrected(k));
            if (k > 0) {
                cadences.add(sets.epochSecond(k) - sets.epochSecond(k - 1));
            }
        }
        return new FecRates(sets, total, corrected, uncorrectable, max, List.copyOf(cadences));
    }

    /// Uncorrectable over total; 0 if there was no codeword.
    public double errorRate() {
        return rate(uncorrectable, total);
    }

    /// Corrected over total; 0 if there was no codeword.
    public double correctedRate() {
        return rate(corrected, total);
    }

    /// The error rate of one interval; 0 if it had no codeword.
    public double errorRate(int k) {
        return rate(sets.uncorrectable(k), sets.total(k));
    }

    /// The corrected rate of one interval; 0 if it had no codeword.
    public double correctedRate(int k) {
        return rate(sets.corrected(k), sets.total(k));
    }

    /// Intervals with at least one lost codeword.
    public int erroredIntervals() {
        int errored = 0;
        for (int k = 0; k < sets.size(); k++) {
            errored += sets.uncorrectable(k) > 0 ? 1 : 0;
        }
        return errored;
    }

    /// The first interval with the highest error rate; none if no codeword was lost.
    public OptionalInt worstInterval() {
        int worst = -1;
        for (int k = 0; k < sets.size(); k++) {
            if (sets.uncorrectable(k) > 0 && (worst < 0 || errorRate(k) > errorRate(worst))) {
                worst = k;
            }
        }
        return worst < 0 ? OptionalInt.empty() : OptionalInt.of(worst);
    }

    private static double rate(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
