package io.pypnm.remote.gateway.pnm.series;

import java.util.Arrays;

/// Spectrum amplitudes in hundredths of a decibel (dBmV).
public final class Amplitudes {
    private final short[] hundredths;

    private Amplitudes(short[] hundredths) {
        this.hundredths = hundredths;
    }

    /// Reads big-endian values from the bytes `from` to `to`, the latter excluded.
    public static Amplitudes read(byte[] bytes, int from, int to) {
        return new Amplitudes(BigEndian.shorts(bytes, from, to));
    }

    /// Holds a copy.
    ///
    /// @param hundredths of a dBmV
    public static Amplitudes of(short... hundredths) {
        return new Amplitudes(hundredths.clone());
    }

    public int size() {
        return hundredths.length;
    }

    /// In dBmV.
    public double decibels(int k) {
        return hundredths[k] / 100.0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Amplitudes series && Arrays.equals(hundredths, series.hundredths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hundredths);
    }

    @Override
    public String toString() {
        return size() + " amplitudes";
    }
}
