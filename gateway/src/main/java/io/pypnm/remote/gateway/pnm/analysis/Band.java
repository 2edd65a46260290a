package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.series.Subcarriers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Subcarriers beside each other.
///
/// @param first   index of the first value
/// @param last    index of the last value
/// @param startHz centre of the first subcarrier
/// @param stopHz  centre of the last subcarrier
public record Band(int first, int last, long startHz, long stopHz) {
    public int subcarriers() {
        return last - first + 1;
    }

    /// The longest bands in which a predicate holds, in ascending order.
    public static List<Band> where(Subcarriers subcarriers, IntPredicate holds) {
        List<Band> bands = new ArrayList<>();
        int first = -1;
        for (int k = 0; k <= subcarriers.count(); k++) {
            boolean inside = k < subcarriers.count() && holds.test(k);
            if (inside && first < 0) {
                first = k;
            } else if (!inside && first >= 0) {
                bands.add(new Band(first, k - 1, subcarriers.frequencyHz(first), subcarriers.frequencyHz(k - 1)));
                first = -1;
            }
        }
        return bands;
    }
}
