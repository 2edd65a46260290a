package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.analysis.EqualizerMetrics;
import io.pypnm.remote.gateway.pnm.analysis.TapResponse;
import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Axis.Tick;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The taps of an ATDMA pre-equaliser by their energy, and the response they make.
final class EqualizerPlots {
    /// The foot of the energies, below the main tap: one unit of 2,047 is 66 dB down.
    private static final int FOOT_DB = 70;
    private static final int TICK_DB = 10;

    private EqualizerPlots() {}

    static Sheet sheet(List<Taken<AtdmaPreEqualizer>> captures) {
        return new Sheet(captures.stream().flatMap(EqualizerPlots::plots).toList(), 2);
    }

    private static Stream<Plot> plots(Taken<AtdmaPreEqualizer> taken) {
        EqualizerMetrics metrics = EqualizerMetrics.of(taken.capture());
        Plot taps = new Plot(
                Heading.title("ATDMA pre-equaliser", List.of(taken)),
                Heading.details(List.of(taken), List.of(ratios(metrics))),
                Axis.of("Tap", 0.5, taken.capture().taps().size() + 0.5),
                energies(),
                List.of(bars(taken.capture(), true), bars(taken.capture(), false)),
                "");
        return Stream.of(taps, response(taken.capture()));
    }

    private static String ratios(EqualizerMetrics metrics) {
        return "NMTER " + Heading.number(metrics.nonMainTapDb(), 1) + " dB   MTR "
                + Heading.number(metrics.mainTapRatioDb(), 1) + " dB   PPESR "
                + Heading.number(metrics.postToPreDb(), 1) + " dB";
    }

    /// Bars stand on the foot of the axis, so its names are not its values.
    private static Axis energies() {
        List<Tick> ticks = IntStream.rangeClosed(0, FOOT_DB / TICK_DB)
                .mapToObj(k -> new Tick(k * TICK_DB, Integer.toString(k * TICK_DB - FOOT_DB)))
                .toList();
        return Axis.ofNames("Energy relative to the main tap (dB)", 0, FOOT_DB + 2.0, ticks);
    }

    private static Layer.Bars bars(AtdmaPreEqualizer capture, boolean main) {
        ComplexSeries taps = capture.taps();
        int mainTap = capture.mainTap() - 1;
        int[] shown = IntStream.range(0, taps.size())
                .filter(k -> (k == mainTap) == main)
                .toArray();
        double[] places = Arrays.stream(shown).mapToDouble(k -> k + 1.0).toArray();
        double[] energies = Arrays.stream(shown)
                .mapToDouble(k -> FOOT_DB + 10 * Math.log10(taps.power(k) / taps.power(mainTap)))
                .map(energy -> Math.max(0, energy))
                .toArray();
        return new Layer.Bars(main ? "main tap" : "other taps", Samples.of(places, energies), 0.8);
    }

    private static Plot response(AtdmaPreEqualizer capture) {
        TapResponse response = TapResponse.of(capture);
        double[] frequencies = new double[TapResponse.SIZE];
        double[] decibels = new double[TapResponse.SIZE];
        Arrays.setAll(frequencies, response::frequency);
        Arrays.setAll(decibels, response::decibels);
        Samples curve = Samples.of(frequencies, decibels);
        return new Plot(
                "",
                List.of(),
                Axis.of("Frequency from the channel's centre (of the symbol rate)", -0.5, 0.5),
                new Range().addAll(curve).axis("Amplitude (dB)", 1),
                List.of(new Layer.Line("", curve)),
                "");
    }
}
