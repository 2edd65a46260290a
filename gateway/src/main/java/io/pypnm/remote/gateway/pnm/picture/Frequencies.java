package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Frequencies as plots have them: in MHz, from exactly the first subcarrier to exactly the last.
final class Frequencies {
    private static final double MEGA = 1e6;
    private static final int DECIMALS = 3;

    private Frequencies() {}

    static Axis axis(List<Subcarriers> channels) {
        return axis(
                channels.stream()
                        .mapToDouble(Subcarriers::firstFrequencyHz)
                        .min()
                        .orElseThrow(),
                channels.stream()
                        .mapToDouble(Subcarriers::lastFrequencyHz)
                        .max()
                        .orElseThrow());
    }

    /// A band of one frequency only is shown with a kilohertz about it.
    static Axis axis(double firstHz, double lastHz) {
        double margin = firstHz < lastHz ? 0 : 500;
        return Axis.withEnds("Frequency (MHz)", (firstHz - margin) / MEGA, (lastHz + margin) / MEGA, DECIMALS);
    }

    static Samples samples(Subcarriers channel, IntToDoubleFunction values) {
        return samples(channel.count(), channel::frequencyHz, values);
    }

    static Samples samples(int count, IntToDoubleFunction hertz, IntToDoubleFunction values) {
        double[] x = new double[count];
        double[] y = new double[count];
        Arrays.setAll(x, k -> hertz.applyAsDouble(k) / MEGA);
        Arrays.setAll(y, values);
        return Samples.of(x, y);
    }

    static double megahertz(double hertz) {
        return hertz / MEGA;
    }
}
