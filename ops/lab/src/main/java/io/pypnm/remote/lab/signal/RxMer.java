package io.pypnm.remote.lab.signal;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.mib.Values;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/// The RxMER of a downstream channel: one octet for each active subcarrier, in quarters of a dB. Every fourth modem has
/// a suck-out.
public final class RxMer {
    private static final byte EXCLUDED = (byte) 0xff;
    private static final int MAX = 0xfe;
    private static final double SUCK_OUT_DB = 12;
    private static final double SUCK_OUT_HZ = 1_500_000;

    private final OfdmChannel channel;
    private final byte[] quarters;

    private RxMer(OfdmChannel channel, byte[] quarters) {
        this.channel = channel;
        this.quarters = quarters;
    }

    /// As in a file.
    ///
    /// @param quarters stays as it is
    public static RxMer of(OfdmChannel channel, byte[] quarters) {
        return new RxMer(channel, quarters);
    }

    public OfdmChannel channel() {
        return channel;
    }

    /// 0xff where the subcarrier is excluded.
    public Octets quarters() {
        return Octets.of(quarters);
    }

    /// What a modem measures: a level, a tilt, a ripple of some echo, a suck-out perhaps, and noise. But for the noise
    /// it is the same at every capture.
    ///
    /// @param run varies the noise
    public static RxMer measured(long seed, int run, OfdmChannel channel) {
        var traits = new SplittableRandom(seed * 31 + channel.ifIndex());
        var noise = traits.split();
        double level = 39 + 4 * traits.nextDouble();
        double tilt = -2 * traits.nextDouble();
        double echo = 20 + 40 * traits.nextDouble();
        int suckOut = traits.nextInt(channel.count());
        double depth = seed % 4 == 0 ? SUCK_OUT_DB : 0;
        for (int i = 0; i < run; i++) {
            noise = noise.split();
        }
        byte[] quarters = new byte[channel.count()];
        for (int k = 0; k < quarters.length; k++) {
            double x = (double) k / quarters.length;
            double away = 1_000.0 * channel.spacingKhz() * (k - suckOut) / SUCK_OUT_HZ;
            double db = level
                    + tilt * x
                    + 0.4 * Math.sin(2 * Math.PI * echo * x)
                    - depth * Math.exp(-away * away)
                    + 0.6 * noise.nextGaussian();
            quarters[k] = (byte) Math.clamp(Math.round(4 * db), 0, MAX);
        }
        return new RxMer(channel, quarters);
    }

    /// With two bands left out, or as it is.
    public RxMer excluding(boolean bands) {
        byte[] left = quarters.clone();
        if (bands) {
            Arrays.fill(left, left.length / 8, left.length / 8 + left.length / 40, EXCLUDED);
            Arrays.fill(left, left.length / 2, left.length / 2 + left.length / 20, EXCLUDED);
        }
        return new RxMer(channel, left);
    }

    /// The lower half of it.
    public RxMer half() {
        OfdmChannel half = channel.half();
        return new RxMer(half, Arrays.copyOf(quarters, half.count()));
    }

    /// Mean, StdDev, ThrVal and ThrHighestFreq, columns 3 to 6 of docsPnmCmDsOfdmRxMerTable, over what is not excluded.
    public Map<Integer, SnmpValue> figures(int percentile) {
        int[] sorted = sorted();
        double mean = Arrays.stream(sorted).average().orElse(0) / 4;
        double variance = Arrays.stream(sorted)
                .mapToDouble(quarter -> quarter / 4.0 - mean)
                .map(deviation -> deviation * deviation)
                .average()
                .orElse(0);
        int rank = Math.max(1, sorted.length * Math.min(percentile, 100) / 100);
        int threshold = sorted.length == 0 ? 0 : sorted[rank - 1];
        return Map.of(
                3, Values.gauge(Math.round(100 * mean)),
                4, Values.gauge(Math.round(100 * Math.sqrt(variance))),
                5, Values.gauge(threshold),
                6, Values.gauge(highestFrequency(threshold)));
    }

    private int[] sorted() {
        int[] measured = new int[quarters.length];
        int count = 0;
        for (byte quarter : quarters) {
            if (quarter != EXCLUDED) {
                measured[count++] = quarter & 0xff;
            }
        }
        int[] sorted = Arrays.copyOf(measured, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private long highestFrequency(int quarter) {
        for (int k = quarters.length - 1; k >= 0; k--) {
            if ((quarters[k] & 0xff) == quarter) {
                return channel.frequency(k);
            }
        }
        return 0;
    }
}
