package io.pypnm.remote.gateway.pnm.picture;

import static java.util.stream.Collectors.groupingBy;

import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// RxMER by time and frequency, its colour the MER. A capture holds until the next one of its channel, but not for much
/// longer than captures are usually apart: where none was taken, the picture is empty.
final class MerHistory {
    private static final int MAX_CAPTURES = 400;
    /// Of a row; the widest picture has fewer columns of two pixels.
    private static final int MAX_CELLS = 2_048;

    private static final double LOW_DB = 20;
    private static final double HIGH_DB = 45;
    private static final double USUAL_TIMES = 1.5;
    /// How long a capture holds that is the only one.
    private static final Duration ALONE = Duration.ofMinutes(1);

    private MerHistory() {}

    static Sheet sheet(List<Taken<Capture.Mer>> all) {
        List<Taken<Capture.Mer>> captures = newest(all);
        List<Layer.HeatMap.Row> rows = new ArrayList<>();
        captures.stream()
                .collect(groupingBy(taken -> taken.label().channel()))
                .values()
                .forEach(channel -> addRows(channel, rows));
        double from = rows.stream().mapToDouble(Layer.HeatMap.Row::from).min().orElseThrow();
        double to = rows.stream().mapToDouble(Layer.HeatMap.Row::to).max().orElseThrow();
        String count = captures.size() == all.size()
                ? captures.size() + " captures"
                : "the newest " + captures.size() + " of " + all.size() + " captures";
        return Sheet.of(new Plot(
                Heading.title(MerPlots.title(captures.getFirst().capture()) + " over time", captures),
                Heading.details(captures, List.of(count + "   lowest MER where several subcarriers share a pixel")),
                Frequencies.axis(captures.stream()
                        .map(taken -> taken.capture().subcarriers())
                        .toList()),
                Axis.ofTime("Time (UTC)", instant(from), instant(to)),
                List.of(new Layer.HeatMap("MER (dB)", LOW_DB, HIGH_DB, rows)),
                ""));
    }

    private static List<Taken<Capture.Mer>> newest(List<Taken<Capture.Mer>> captures) {
        List<Taken<Capture.Mer>> sorted = captures.stream()
                .sorted(Comparator.comparing(taken -> taken.label().time()))
                .toList();
        return sorted.subList(Math.max(0, sorted.size() - MAX_CAPTURES), sorted.size());
    }

    /// @param captures of one channel, in the order of their times
    private static void addRows(List<Taken<Capture.Mer>> captures, List<Layer.HeatMap.Row> rows) {
        double usual = usualSeconds(captures);
        for (int k = 0; k < captures.size(); k++) {
            double from = seconds(captures, k);
            double next = k + 1 < captures.size() ? seconds(captures, k + 1) : from + usual;
            double to = Math.min(next, from + USUAL_TIMES * usual);
            rows.add(new Layer.HeatMap.Row(from, to, cells(captures.get(k).capture())));
        }
    }

    /// The lowest MER of neighbours, as the widest picture shows no more of them; an excluded subcarrier is none.
    private static Samples cells(Capture.Mer capture) {
        Subcarriers subcarriers = capture.subcarriers();
        int together = Math.ceilDiv(subcarriers.count(), MAX_CELLS);
        return Frequencies.samples(
                Math.ceilDiv(subcarriers.count(), together),
                cell -> subcarriers.frequencyHz(cell * together) + subcarriers.spacingHz() * (together - 1) / 2.0,
                cell -> IntStream.range(cell * together, Math.min((cell + 1) * together, subcarriers.count()))
                        .filter(k -> !capture.values().isExcluded(k))
                        .mapToDouble(capture.values()::decibels)
                        .min()
                        .orElse(Double.NaN));
    }

    /// The median of the times between neighbours.
    private static double usualSeconds(List<Taken<Capture.Mer>> captures) {
        List<Double> gaps = new ArrayList<>();
        for (int k = 1; k < captures.size(); k++) {
            gaps.add(seconds(captures, k) - seconds(captures, k - 1));
        }
        gaps.removeIf(gap -> gap <= 0);
        gaps.sort(Comparator.naturalOrder());
        return gaps.isEmpty() ? ALONE.toSeconds() : gaps.get(gaps.size() / 2);
    }

    private static double seconds(List<Taken<Capture.Mer>> captures, int k) {
        return Axis.seconds(captures.get(k).label().time());
    }

    private static Instant instant(double seconds) {
        return Instant.EPOCH.plusMillis(Math.round(seconds * 1000));
    }
}
