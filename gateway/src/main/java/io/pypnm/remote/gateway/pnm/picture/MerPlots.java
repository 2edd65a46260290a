package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.analysis.Band;
import io.pypnm.remote.gateway.pnm.analysis.Capability;
import io.pypnm.remote.gateway.pnm.analysis.MerPercentile;
import io.pypnm.remote.gateway.pnm.analysis.MerStatistics;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.DsRxMer;
import io.pypnm.remote.gateway.pnm.capture.Modulation;
import io.pypnm.remote.gateway.pnm.capture.UsRxMer;
import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// RxMER over frequency: all channels of a modem on one axis, what is excluded shaded, and downstream the MER that the
/// highest modulations require.
final class MerPlots {
    private static final List<Modulation> THRESHOLDS =
            List.of(Modulation.QAM_1024, Modulation.QAM_2048, Modulation.QAM_4096);
    private static final String REQUIRED =
            "required MER: defaults of docsPnmCmDsOfdmReqMerObjects; reached by all but the lowest 2 % of the subcarriers";
    private static final double STEP_DB = 5;
    /// Shaded bands that stand closer than this share of the axis are drawn as one: about a pixel.
    private static final double JOINED = 0.001;

    private MerPlots() {}

    static Sheet sheet(List<Taken<Capture.Mer>> captures) {
        Axis frequency = Frequencies.axis(
                captures.stream().map(taken -> taken.capture().subcarriers()).toList());
        boolean downstream = captures.getFirst().capture() instanceof DsRxMer;
        List<Layer> layers = new ArrayList<>(excluded(captures, frequency));
        var range = new Range();
        for (Taken<Capture.Mer> taken : captures) {
            Samples curve = curve(taken.capture());
            range.addAll(curve);
            layers.add(new Layer.Line(captures.size() == 1 ? "" : taken.name(), curve));
        }
        if (downstream) {
            layers.addAll(thresholds(range));
        }
        return Sheet.of(new Plot(
                Heading.title(title(captures.getFirst().capture()), captures),
                Heading.details(
                        captures, captures.stream().map(MerPlots::finding).toList()),
                frequency,
                range.axis("MER (dB)", STEP_DB),
                layers,
                downstream ? REQUIRED : ""));
    }

    static String title(Capture.Mer capture) {
        return switch (capture) {
            case DsRxMer _ -> "Downstream RxMER";
            case UsRxMer _ -> "Upstream RxMER";
        };
    }

    private static Samples curve(Capture.Mer capture) {
        return Frequencies.samples(capture.subcarriers(), capture.values()::decibels);
    }

    private static List<Layer.Threshold> thresholds(Range range) {
        List<Layer.Threshold> thresholds = new ArrayList<>();
        for (Modulation modulation : THRESHOLDS) {
            double required = Capability.requiredDb(modulation).orElseThrow();
            range.add(required);
            thresholds.add(
                    new Layer.Threshold(Names.of(modulation) + "  " + Heading.number(required, 0) + " dB", required));
        }
        return thresholds;
    }

    /// From half way to the neighbour before to half way to the one behind.
    private static List<Layer.Band> excluded(List<Taken<Capture.Mer>> captures, Axis frequency) {
        List<Layer.Band> bands = captures.stream()
                .map(Taken::capture)
                .flatMap(capture -> Band.where(capture.subcarriers(), capture.values()::isExcluded).stream()
                        .map(band -> shaded(band, capture.subcarriers().spacingHz() / 2.0)))
                .sorted(Comparator.comparingDouble(Layer.Band::from))
                .toList();
        double joined = JOINED * (frequency.max() - frequency.min());
        List<Layer.Band> apart = new ArrayList<>();
        for (Layer.Band band : bands) {
            if (!apart.isEmpty() && band.from() - apart.getLast().to() < joined) {
                Layer.Band before = apart.removeLast();
                apart.add(new Layer.Band(before.label(), before.from(), Math.max(before.to(), band.to())));
            } else {
                apart.add(band);
            }
        }
        return apart;
    }

    private static Layer.Band shaded(Band band, double halfHz) {
        return new Layer.Band(
                "excluded",
                Frequencies.megahertz(band.startHz() - halfHz),
                Frequencies.megahertz(band.stopHz() + halfHz));
    }

    private static String finding(Taken<Capture.Mer> taken) {
        Capture.Mer capture = taken.capture();
        Optional<MerStatistics> found = MerStatistics.of(capture.values());
        if (found.isEmpty()) {
            return taken.name() + "   all subcarriers are excluded";
        }
        MerStatistics statistics = found.get();
        MerPercentile low = MerPercentile.of(capture.values(), capture.subcarriers(), MerPercentile.DEFAULT_PERCENT)
                .orElseThrow();
        String text = taken.name() + "   mean " + Heading.number(statistics.mean(), 2) + " dB   deviation "
                + Heading.number(statistics.deviation(), 2) + " dB   lowest " + Heading.number(statistics.min(), 2)
                + " dB   2 % at or below " + Heading.number(low.decibels(), 2) + " dB";
        return capture instanceof DsRxMer
                ? text + "   carries "
                        + Capability.of(capture.values())
                                .flatMap(Capability::best)
                                .map(Names::of)
                                .orElse("not even 16-QAM")
                : text;
    }
}
