package io.pypnm.remote.lab.signal;

import java.util.List;

/// An OFDM channel (downstream) or OFDMA channel (upstream) of a modem.
///
/// @param zeroFrequency of subcarrier 0, active or not, in Hz
/// @param firstActive   number of the first active subcarrier
/// @param count         active subcarriers
/// @param spacingKhz    25 or 50
public record OfdmChannel(int ifIndex, int channelId, long zeroFrequency, int firstActive, int count, int spacingKhz) {
    public static final List<OfdmChannel> DOWNSTREAM = List.of(
            new OfdmChannel(48, 193, 827_600_000, 296, 7_600, 25),
            new OfdmChannel(49, 194, 1_019_600_000, 296, 7_600, 25));
    public static final OfdmChannel UPSTREAM = new OfdmChannel(80, 41, 36_200_000, 148, 1_776, 25);

    /// Of the n-th active subcarrier, in Hz.
    public long frequency(int subcarrier) {
        return zeroFrequency + 1_000L * spacingKhz * (firstActive + subcarrier);
    }

    /// Number of the last active subcarrier.
    public int lastActive() {
        return firstActive + count - 1;
    }

    /// With half the active subcarriers.
    public OfdmChannel half() {
        return new OfdmChannel(ifIndex, channelId, zeroFrequency, firstActive, count / 2, spacingKhz);
    }
}
