package io.pypnm.remote.gateway.pnm.series;

import java.util.Arrays;

/// Modulation error ratios in quarter decibels, one byte each, as CM-SP-CM-OSSIv3.1 packs them.
///
/// | byte        | means                              |
/// |-------------|------------------------------------|
/// | `0x00`      | 0 dB or less: clipped              |
/// | to `0xFD`   | that many quarter decibels         |
/// | `0xFE`      | 63.5 dB or more: clipped           |
/// | `0xFF`      | excluded or not measured: no value |
public final class MerSeries {
    public static final int EXCLUDED = 0xFF;
    public static final int CLIPPED_HIGH = 0xFE;
    public static final int CLIPPED_LOW = 0x00;

    private final byte[] quarterDecibels;

    private MerSeries(byte[] quarterDecibels) {
        this.quarterDecibels = quarterDecibels;
    }

    /// Holds a copy of the bytes `from` to `to`, the latter excluded.
    public static MerSeries copyOf(byte[] bytes, int from, int to) {
        return new MerSeries(Arrays.copyOfRange(bytes, from, to));
    }

    public static MerSeries of(byte... quarterDecibels) {
        return new MerSeries(quarterDecibels.clone());
    }

    public int size() {
        return quarterDecibels.length;
    }

    /// The byte as it was sent, 0 to 255.
    public int raw(int k) {
        return quarterDecibels[k] & 0xFF;
    }

    public boolean isExcluded(int k) {
        return raw(k) == EXCLUDED;
    }

    /// In dB; not a number if the subcarrier is excluded.
    public double decibels(int k) {
        return isExcluded(k) ? Double.NaN : raw(k) / 4.0;
    }

    /// How often each byte occurs: 256 counts.
    public int[] histogram() {
        int[] counts = new int[256];
        for (byte value : quarterDecibels) {
            counts[value & 0xFF]++;
        }
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MerSeries series && Arrays.equals(quarterDecibels, series.quarterDecibels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(quarterDecibels);
    }

    @Override
    public String toString() {
        return size() + " MER values";
    }
}
