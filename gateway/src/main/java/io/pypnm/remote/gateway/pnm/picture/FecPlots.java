package io.pypnm.remote.gateway.pnm.picture;

import io.pypnm.remote.gateway.pnm.analysis.FecRates;
import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.plot.Axis;
import io.pypnm.remote.gateway.pnm.plot.Axis.Tick;
import io.pypnm.remote.gateway.pnm.plot.Layer;
import io.pypnm.remote.gateway.pnm.plot.Plot;
import io.pypnm.remote.gateway.pnm.plot.Samples;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import io.pypnm.remote.gateway.pnm.series.CodewordSets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Codeword rates of each profile over time: lost ones, and below them those that were corrected.
final class FecPlots {
    /// Decades of the axis; a modem counts some hundred thousand codewords a second.
    private static final int DECADES = 7;
    /// Where a rate of 0 is drawn, below the lowest decade.
    private static final double NONE = -DECADES - 0.5;

    private FecPlots() {}

    static Sheet sheet(List<Taken<FecSummary>> captures) {
        return new Sheet(captures.stream().flatMap(FecPlots::plots).toList(), 1);
    }

    private static Stream<Plot> plots(Taken<FecSummary> taken) {
        List<FecSummary.Profile> profiles = taken.capture().profiles();
        List<FecRates> rates =
                profiles.stream().map(profile -> FecRates.of(profile.sets())).toList();
        List<Layer> lost = new ArrayList<>();
        List<Layer> corrected = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            CodewordSets sets = profiles.get(i).sets();
            String name = name(profiles.get(i));
            lost.add(new Layer.Line(name, curve(sets, rates.get(i)::errorRate)));
            corrected.add(new Layer.Line(name, curve(sets, rates.get(i)::correctedRate)));
        }
        Axis time = time(profiles);
        return Stream.of(
                new Plot(
                        Heading.title("FEC summary", List.of(taken)),
                        Heading.details(List.of(taken), findings(rates)),
                        time,
                        axis("Lost codewords"),
                        lost,
                        ""),
                new Plot("", List.of(), time, axis("Corrected codewords"), corrected, ""));
    }

    private static String name(FecSummary.Profile profile) {
        return profile.id() == FecSummary.Profile.NCP ? profile.name() : "profile " + profile.name();
    }

    private static Samples curve(CodewordSets sets, IntToDoubleFunction rate) {
        double[] times = new double[sets.size()];
        double[] rates = new double[sets.size()];
        Arrays.setAll(times, sets::epochSecond);
        Arrays.setAll(rates, k -> sets.total(k) == 0 ? Double.NaN : decades(rate.applyAsDouble(k)));
        return Samples.of(times, rates);
    }

    private static double decades(double rate) {
        return rate == 0 ? NONE : Math.max(Math.log10(rate), -DECADES);
    }

    private static Axis axis(String what) {
        Stream<Tick> decades =
                IntStream.rangeClosed(-DECADES, 0).mapToObj(power -> new Tick(power, power == 0 ? "1" : "1e" + power));
        return Axis.ofNames(
                what + " (share)",
                NONE - 0.25,
                0.25,
                Stream.concat(Stream.of(new Tick(NONE, "none")), decades).toList());
    }

    private static Axis time(List<FecSummary.Profile> profiles) {
        LongSummaryStatistics seconds = profiles.stream()
                .flatMapToLong(
                        profile -> IntStream.range(0, profile.sets().size()).mapToLong(profile.sets()::epochSecond))
                .summaryStatistics();
        long from = seconds.getCount() == 0 ? 0 : seconds.getMin();
        return Axis.ofTime(
                "Time by the modem's clock (UTC)",
                Instant.ofEpochSecond(from),
                Instant.ofEpochSecond(Math.max(from + 1, seconds.getMax())));
    }

    private static List<String> findings(List<FecRates> rates) {
        long total = rates.stream().mapToLong(FecRates::total).sum();
        long lost = rates.stream().mapToLong(FecRates::uncorrectable).sum();
        long corrected = rates.stream().mapToLong(FecRates::corrected).sum();
        return List.of(Heading.count(total) + " codewords of all profiles   lost " + Heading.count(lost)
                + "   corrected " + Heading.count(corrected));
    }
}
