package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A second arrival of the signal: a candidate for a micro-reflection. Found in the impulse response, which is the
/// inverse transform of the coefficients under a Hann window.
///
/// An equaliser is close to the inverse of its channel, so its echoes have the channel's delays, and nearly its levels.
///
/// @param delayNanoseconds behind the strongest arrival
/// @param levelDb          of its power, relative to the strongest arrival; below 0
public record Echo(double delayNanoseconds, double levelDb) {
    /// Weaker ones cannot be told from noise and from the window's side lobes.
    public static final double LEAST_DB = -45;
    /// Of light in RG-6 and like cables with foamed dielectric.
    public static final double VELOCITY_FACTOR = 0.87;
    /// The most that are told: the strongest.
    private static final int MOST = 3;

    private static final double METRES_PER_NANOSECOND = 0.299_792_458;
    private static final double LONGEST_NANOSECONDS = 3_500;
    /// In bins of as many values as there are coefficients: side lobes further away are 48 dB down.
    private static final int GUARD = 5;

    /// How far apart the two reflecting ends of a cable are. The echo went there and back.
    public double metres() {
        return delayNanoseconds * METRES_PER_NANOSECOND * VELOCITY_FACTOR / 2;
    }

    /// In the order of their delays, at most 3; none if there is no coefficient but 0.
    public static List<Echo> of(Capture.Response capture) {
        ComplexSeries c = capture.coefficients();
        double[] power = impulsePower(c);
        double binNanoseconds =
                1e9 / ((double) power.length * capture.subcarriers().spacingHz());
        int guard = (int) Math.ceil((double) GUARD * power.length / c.size());
        int last = (int) Math.min(power.length / 2.0, LONGEST_NANOSECONDS / binNanoseconds);
        int direct = strongest(power);
        double least = power[direct] * Math.pow(10, LEAST_DB / 10);
        List<Echo> echoes = new ArrayList<>();
        for (int bin = guard; bin <= last; bin++) {
            double here = power[(direct + bin) % power.length];
            if (here > 0 && here >= least && isPeak(power, direct + bin, guard)) {
                echoes.add(new Echo(bin * binNanoseconds, 10 * Math.log10(here / power[direct])));
            }
        }
        return echoes.stream()
                .sorted(Comparator.comparingDouble(Echo::levelDb).reversed())
                .limit(MOST)
                .sorted(Comparator.comparingDouble(Echo::delayNanoseconds))
                .toList();
    }

    private static double[] impulsePower(ComplexSeries c) {
        int size = Integer.highestOneBit(Math.max(1, c.size() * 2 - 1));
        double[] re = new double[size];
        double[] im = new double[size];
        for (int k = 0; k < c.size(); k++) {
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (k + 0.5) / c.size());
            re[k] = c.real(k) * window;
            im[k] = c.imaginary(k) * window;
        }
        Fourier.inverse(re, im);
        for (int k = 0; k < size; k++) {
            re[k] = re[k] * re[k] + im[k] * im[k];
        }
        return re;
    }

    private static int strongest(double[] power) {
        int strongest = 0;
        for (int k = 1; k < power.length; k++) {
            strongest = power[k] > power[strongest] ? k : strongest;
        }
        return strongest;
    }

    /// Whether nothing within half a guard is stronger.
    private static boolean isPeak(double[] power, int at, int guard) {
        for (int off = 1; off <= guard / 2; off++) {
            double here = power[at % power.length];
            if (power[(at + off) % power.length] > here || power[Math.floorMod(at - off, power.length)] >= here) {
                return false;
            }
        }
        return true;
    }
}
