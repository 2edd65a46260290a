package io.pypnm.remote.lab.signal;

import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.mib.Values;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A channel's response, or what a modem does to level it: one complex coefficient for each active subcarrier. A direct
/// path, one echo, a tilt and noise; the mean power is 1.
public final class Response {
    private static final double SECONDS_PER_METRE = 1 / (0.87 * 299_792_458);

    private final OfdmChannel channel;
    private final double[] real;
    private final double[] imaginary;

    private Response(OfdmChannel channel, double[] real, double[] imaginary) {
        this.channel = channel;
        this.real = real;
        this.imaginary = imaginary;
    }

    /// What a modem measures. But for the noise it is the same at every capture.
    ///
    /// @param run varies the noise
    public static Response measured(long seed, int run, OfdmChannel channel) {
        var traits = new SplittableRandom(seed * 37 + channel.ifIndex());
        double echoDelay = 2 * (10 + 90 * traits.nextDouble()) * SECONDS_PER_METRE;
        double echo = 0.02 + 0.05 * traits.nextDouble();
        double tilt = 0.1 * traits.nextDouble();
        double delay = 1e-6 * traits.nextDouble();
        var noise = new SplittableRandom(traits.nextLong() + run);
        double[] real = new double[channel.count()];
        double[] imaginary = new double[channel.count()];
        double power = 0;
        for (int k = 0; k < real.length; k++) {
            double omega = -2 * Math.PI * 1_000.0 * channel.spacingKhz() * k;
            double level = 1 + tilt * ((double) k / real.length - 0.5);
            double echoed = echo * level;
            real[k] = level * Math.cos(omega * delay)
                    + echoed * Math.cos(omega * (delay + echoDelay))
                    + 0.001 * noise.nextGaussian();
            imaginary[k] = level * Math.sin(omega * delay)
                    + echoed * Math.sin(omega * (delay + echoDelay))
                    + 0.001 * noise.nextGaussian();
            power += real[k] * real[k] + imaginary[k] * imaginary[k];
        }
        return new Response(channel, real, imaginary).scaled(1 / Math.sqrt(power / real.length));
    }

    /// The same with another amplitude.
    public Response scaled(double factor) {
        return new Response(
                channel,
                Arrays.stream(real).map(it -> it * factor).toArray(),
                Arrays.stream(imaginary).map(it -> it * factor).toArray());
    }

    /// The lower half of it.
    public Response half() {
        OfdmChannel half = channel.half();
        return new Response(half, Arrays.copyOf(real, half.count()), Arrays.copyOf(imaginary, half.count()));
    }

    public OfdmChannel channel() {
        return channel;
    }

    /// Writes the length in octets, then all coefficients.
    ///
    /// @param fractionBits of the fixed-point numbers: 13 for s2.13
    public void write(PnmFile file, int fractionBits) {
        file.u32(4L * real.length);
        for (int k = 0; k < real.length; k++) {
            file.fixed(real[k], fractionBits).fixed(imaginary[k], fractionBits);
        }
    }

    /// Ripple, slope and mean of the amplitude, in thousandths of a dB, and of the group delay, in thousandths of a ns,
    /// by the arcs of docsPnmCmOfdmChanEstCoefTable.
    public Map<Integer, SnmpValue> figures() {
        var amplitude = Ripple.of(IntStream.range(0, real.length)
                .mapToDouble(k -> 10 * Math.log10(real[k] * real[k] + imaginary[k] * imaginary[k]))
                .toArray());
        var delay = Ripple.of(groupDelayNanos());
        double perMegahertz = 1_000.0 / channel.spacingKhz();
        return Map.of(
                2, Values.gauge(thousandths(amplitude.peakToPeak())),
                3, Values.gauge(thousandths(amplitude.rms())),
                4, Values.integer(thousandths(amplitude.slope() * perMegahertz)),
                5, Values.gauge(thousandths(delay.peakToPeak())),
                6, Values.gauge(thousandths(delay.rms())),
                9, Values.integer(thousandths(amplitude.mean())),
                10, Values.integer(thousandths(delay.slope() * perMegahertz)),
                11, Values.integer(thousandths(delay.mean())));
    }

    private static int thousandths(double value) {
        return Math.toIntExact(Math.round(1_000 * value));
    }

    /// By the turn of the phase from the subcarrier before to the one after.
    private double[] groupDelayNanos() {
        double hertz = 2 * 1_000.0 * channel.spacingKhz();
        return IntStream.range(1, real.length - 1)
                .mapToDouble(k -> -turn(k - 1, k + 1) / (2 * Math.PI * hertz) * 1e9)
                .toArray();
    }

    private double turn(int from, int to) {
        return Math.atan2(
                imaginary[to] * real[from] - real[to] * imaginary[from],
                real[to] * real[from] + imaginary[to] * imaginary[from]);
    }

    /// What is left of a curve when its straight line is taken away, and that line.
    ///
    /// @param slope from one value to the next
    private record Ripple(double mean, double slope, double peakToPeak, double rms) {
        static Ripple of(double[] values) {
            double middle = (values.length - 1) / 2.0;
            double mean = Arrays.stream(values).average().orElse(0);
            double covariance = 0;
            double variance = 0;
            for (int k = 0; k < values.length; k++) {
                covariance += (k - middle) * (values[k] - mean);
                variance += (k - middle) * (k - middle);
            }
            double slope = variance == 0 ? 0 : covariance / variance;
            double[] left = IntStream.range(0, values.length)
                    .mapToDouble(k -> values[k] - mean - slope * (k - middle))
                    .toArray();
            double top = Arrays.stream(left).max().orElse(0);
            double bottom = Arrays.stream(left).min().orElse(0);
            double square = Arrays.stream(left).map(it -> it * it).average().orElse(0);
            return new Ripple(mean, slope, top - bottom, Math.sqrt(square));
        }
    }
}
