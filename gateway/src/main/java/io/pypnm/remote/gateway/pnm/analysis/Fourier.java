package io.pypnm.remote.gateway.pnm.analysis;

/// The discrete Fourier transform of a power of two of complex values, by radix 2, in place.
final class Fourier {
    private Fourier() {}

    /// From values over frequency to values over time, not divided by their number.
    static void inverse(double[] real, double[] imaginary) {
        transform(real, imaginary, 1);
    }

    /// From values over time to values over frequency.
    static void forward(double[] real, double[] imaginary) {
        transform(real, imaginary, -1);
    }

    private static void transform(double[] re, double[] im, int sign) {
        reverseBits(re, im);
        for (int half = 1; half < re.length; half *= 2) {
            for (int j = 0; j < half; j++) {
                double angle = sign * Math.PI * j / half;
                double cos = Math.cos(angle);
                double sin = Math.sin(angle);
                for (int low = j; low < re.length; low += 2 * half) {
                    int high = low + half;
                    double turnedRe = re[high] * cos - im[high] * sin;
                    double turnedIm = re[high] * sin + im[high] * cos;
                    re[high] = re[low] - turnedRe;
                    im[high] = im[low] - turnedIm;
                    re[low] += turnedRe;
                    im[low] += turnedIm;
                }
            }
        }
    }

    private static void reverseBits(double[] re, double[] im) {
        int shift = Integer.numberOfLeadingZeros(re.length) + 1;
        for (int k = 0; k < re.length; k++) {
            int other = shift == Integer.SIZE ? 0 : Integer.reverse(k) >>> shift;
            if (k < other) {
                swap(re, k, other);
                swap(im, k, other);
            }
        }
    }

    private static void swap(double[] values, int k, int other) {
        double value = values[k];
        values[k] = values[other];
        values[other] = value;
    }
}
