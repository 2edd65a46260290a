package io.pypnm.remote.gateway.pnm.series;

import java.util.Arrays;

/// Complex numbers whose parts are 16-bit fixed-point fractions.
public final class ComplexSeries {
    /// How many of the 16 bits are behind the binary point.
    public enum Format {
        /// -4 to +3.9999.
        S2_13(13),
        /// -2 to +1.9999.
        S1_14(14),
        /// Whole numbers.
        S15(0);

        private final int fractionBits;

        Format(int fractionBits) {
            this.fractionBits = fractionBits;
        }
    }

    private final short[] parts;
    private final double scale;

    private ComplexSeries(short[] parts, Format format) {
        this.parts = parts;
        this.scale = 1.0 / (1 << format.fractionBits);
    }

    /// Holds real and imaginary parts in turn.
    ///
    /// @param parts copied; an even number of them
    public static ComplexSeries of(short[] parts, Format format) {
        requireEven(parts.length);
        return new ComplexSeries(parts.clone(), format);
    }

    /// Reads big-endian parts from the bytes `from` to `to`, the latter excluded.
    ///
    /// @throws IllegalArgumentException if these are no whole complex numbers
    public static ComplexSeries read(byte[] bytes, int from, int to, Format format) {
        short[] parts = BigEndian.shorts(bytes, from, to);
        requireEven(parts.length);
        return new ComplexSeries(parts, format);
    }

    private static void requireEven(int parts) {
        if (parts % 2 != 0) {
            throw new IllegalArgumentException("complex numbers have two parts, here are " + parts);
        }
    }

    public int size() {
        return parts.length / 2;
    }

    public double real(int k) {
        return parts[2 * k] * scale;
    }

    public double imaginary(int k) {
        return parts[2 * k + 1] * scale;
    }

    /// The squared magnitude.
    public double power(int k) {
        double re = real(k);
        double im = imaginary(k);
        return re * re + im * im;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComplexSeries series && scale == series.scale && Arrays.equals(parts, series.parts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parts);
    }

    @Override
    public String toString() {
        return size() + " complex values";
    }
}
