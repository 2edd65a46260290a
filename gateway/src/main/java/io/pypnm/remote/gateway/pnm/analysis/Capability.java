package io.pypnm.remote.gateway.pnm.analysis;

import io.pypnm.remote.gateway.pnm.capture.Modulation;
import io.pypnm.remote.gateway.pnm.series.MerSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which modulations a channel can carry: those whose required MER all but the worst 2 percent of the subcarriers
/// reach.
///
/// The required MER are the defaults of docsPnmCmDsOfdmReqMerObjects (DOCS-PNM-MIB), the percentile is that of
/// docsPnmCmDsOfdmRxMerPercentile. They are what an operator plans by, well above Shannon's limit.
///
/// @param orders from QAM-16 to QAM-16384, those in between included
public record Capability(List<Order> orders) {
    public Capability {
        orders = List.copyOf(orders);
    }

    /// One modulation on this channel.
    ///
    /// @param requiredDb  MER that it needs
    /// @param subcarriers that have it
    /// @param share       of the active subcarriers, 0 to 1
    /// @param supported   whether the percentile reaches it
    public record Order(Modulation modulation, double requiredDb, int subcarriers, double share, boolean supported) {}

    /// The greatest one that is supported, if any is.
    public Optional<Modulation> best() {
        return orders.stream().filter(Order::supported).map(Order::modulation).reduce((_, last) -> last);
    }

    /// The required MER by the MIB's default; none for QPSK, for which it has no object.
    public static Optional<Double> requiredDb(Modulation modulation) {
        int quarters = requiredQuarters(modulation);
        return quarters == 0 ? Optional.empty() : Optional.of(quarters / 4.0);
    }

    private static int requiredQuarters(Modulation modulation) {
        return switch (modulation) {
            case QPSK -> 0;
            case QAM_16 -> 60;
            case QAM_64 -> 84;
            case QAM_128 -> 96;
            case QAM_256 -> 108;
            case QAM_512 -> 122;
            case QAM_1024 -> 136;
            case QAM_2048 -> 148;
            case QAM_4096 -> 164;
            case QAM_8192 -> 184;
            case QAM_16384 -> 208;
        };
    }

    /// None if all subcarriers are excluded.
    public static Optional<Capability> of(MerSeries series) {
        int[] histogram = series.histogram();
        int count = series.size() - histogram[MerSeries.EXCLUDED];
        if (count == 0) {
            return Optional.empty();
        }
        int rank = Math.max(1, (int) ((long) count * MerPercentile.DEFAULT_PERCENT / 100));
        int threshold = MerStatistics.at(histogram, rank);
        List<Order> orders = new ArrayList<>();
        Stream.of(Modulation.values())
                .filter(modulation -> requiredQuarters(modulation) > 0)
                .forEach(modulation -> {
                    int required = requiredQuarters(modulation);
                    int reach = 0;
                    for (int raw = required; raw < MerSeries.EXCLUDED; raw++) {
                        reach += histogram[raw];
                    }
                    orders.add(new Order(
                            modulation, required / 4.0, reach, (double) reach / count, threshold >= required));
                });
        return Optional.of(new Capability(orders));
    }
}
