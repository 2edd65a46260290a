package io.pypnm.remote.gateway.pnm.series;

/// Codewords of one profile, interval after interval: counts of that interval, not running totals.
///
/// @param counts time stamp, total, corrected and uncorrectable of each set in turn
public record CodewordSets(Counts counts) {
    private static final int FIELDS = 4;
    /// Bytes of a set.
    public static final int BYTES = FIELDS * Integer.BYTES;

    public CodewordSets {
        if (counts.size() % FIELDS != 0) {
            throw new IllegalArgumentException("a set has 4 numbers, here are " + counts.size());
        }
    }

    public int size() {
        return counts.size() / FIELDS;
    }

    /// Seconds since 1970 by the modem's clock.
    public long epochSecond(int k) {
        return counts.get(FIELDS * k);
    }

    public long total(int k) {
        return counts.get(FIELDS * k + 1);
    }

    public long corrected(int k) {
        return counts.get(FIELDS * k + 2);
    }

    public long uncorrectable(int k) {
        return counts.get(FIELDS * k + 3);
    }
}
