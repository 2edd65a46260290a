package io.pypnm.remote.gateway.pnm.series;

/// Where the values of an OFDM or OFDMA capture lie on the frequency axis.
///
/// @param zeroFrequencyHz centre of subcarrier 0 of the transform, which is not the first active one
/// @param firstActive     index of the subcarrier that the first value belongs to
/// @param spacingHz       from one subcarrier to the next, above 0
/// @param count           number of values, 0 to 65,535
public record Subcarriers(long zeroFrequencyHz, int firstActive, int spacingHz, int count) {
    private static final int MAX = 65_535;

    public Subcarriers {
        if (zeroFrequencyHz < 0 || firstActive < 0 || spacingHz <= 0 || count < 0 || count > MAX) {
            throw new IllegalArgumentException("no frequency axis: zero " + zeroFrequencyHz + " Hz, first "
                    + firstActive + ", spacing " + spacingHz + " Hz, count " + count);
        }
    }

    /// Centre of the subcarrier of a value, in Hz.
    ///
    /// @param k from 0; not checked against the count, so that an edge may be asked for
    public long frequencyHz(int k) {
        return zeroFrequencyHz + (long) spacingHz * ((long) firstActive + k);
    }

    public long firstFrequencyHz() {
        return frequencyHz(0);
    }

    public long lastFrequencyHz() {
        return frequencyHz(count - 1);
    }

    public long occupiedBandwidthHz() {
        return (long) spacingHz * count;
    }
}
