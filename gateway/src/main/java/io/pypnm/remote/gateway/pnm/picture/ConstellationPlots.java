package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.analysis.ConstellationMer;
import io.pypnm.remote.gateway.pnm.capture.Constellation;
import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// Received points, each channel in a plot of its own.
final class ConstellationPlots {
    /// As many as can be told apart; a modem sends 8,192 unless it is asked for another number.
    private static final int MAX_POINTS = 8_192;
    private static final double STEP = 0.5;
    /// Three plots beside each other are still large enough.
    private static final int COLUMNS = 3;

    private ConstellationPlots() {}

    static Sheet sheet(List<Taken<Constellation>> captures) {
        return new Sheet(captures.stream().map(ConstellationPlots::plot).toList(), Math.min(captures.size(), COLUMNS));
    }

    private static Plot plot(Taken<Constellation> taken) {
        ComplexSeries points = taken.capture().points();
        int shown = Math.min(MAX_POINTS, points.size());
        double[] i = new double[shown];
        double[] q = new double[shown];
        Arrays.setAll(i, points::real);
        Arrays.setAll(q, points::imaginary);
        double reach = STEP;
        for (int k = 0; k < shown; k++) {
            reach = Math.max(reach, Math.max(Math.abs(i[k]), Math.abs(q[k])));
        }
        double edge = Math.ceil(reach / STEP) * STEP;
        return new Plot(
                Heading.title("Constellation", List.of(taken)),
                Heading.details(List.of(taken), List.of(finding(taken.capture(), shown))),
                Axis.of("I", -edge, edge),
                Axis.of("Q", -edge, edge),
                List.of(new Layer.Points("", Samples.of(i, q))),
                "");
    }

    private static String finding(Constellation capture, int shown) {
        int size = capture.points().size();
        String points = shown == size
                ? Heading.count(size) + " points"
                : "the first " + Heading.count(shown) + " of " + Heading.count(size) + " points";
        String modulation = capture.modulation().map(Names::of).orElse("modulation not told");
        OptionalDouble mer = ConstellationMer.decibels(capture);
        return modulation + "   " + points
                + (mer.isPresent() ? "   MER " + Heading.number(mer.getAsDouble(), 2) + " dB" : "");
    }
}
