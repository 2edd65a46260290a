package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.analysis.HistogramShape;
import io.pypnm.remote.gateway.pnm.capture.Histogram;
import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import io.pypnm.remote.gateway.pnm.series.Counts;
import java.util.Arrays;
import java.util.List;

/// How often the downstream had which amplitude.
final class HistogramPlots {
    private static final double MARGIN = 1.05;

    private HistogramPlots() {}

    static Sheet sheet(List<Taken<Histogram>> captures) {
        return new Sheet(captures.stream().map(HistogramPlots::plot).toList(), 1);
    }

    private static Plot plot(Taken<Histogram> taken) {
        Counts hits = taken.capture().hits();
        double[] bins = new double[hits.size()];
        double[] counts = new double[hits.size()];
        Arrays.setAll(bins, k -> k);
        Arrays.setAll(counts, hits::get);
        double highest = Arrays.stream(counts).max().orElse(0);
        return new Plot(
                Heading.title("Downstream histogram", List.of(taken)),
                Heading.details(List.of(taken), List.of(finding(hits))),
                Axis.of("Amplitude (bin)", -0.5, hits.size() - 0.5),
                Axis.of("Hits", 0, Math.max(1, highest * MARGIN)),
                List.of(new Layer.Bars("", Samples.of(bins, counts), 1)),
                "");
    }

    private static String finding(Counts hits) {
        return HistogramShape.of(hits)
                .map(shape -> "mean " + Heading.number(shape.mean(), 2) + "   deviation "
                        + Heading.number(shape.deviation(), 2) + " bins   skewness "
                        + Heading.number(shape.skewness(), 3) + "   excess kurtosis "
                        + Heading.number(shape.excessKurtosis(), 3) + "   (both are 0 without compression)")
                .orElse("no hits");
    }
}
