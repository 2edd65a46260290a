package io.pypnm.remote.gateway.pnm.json;

import io.pypnm.remote.gateway.pnm.analysis.Band;
import io.pypnm.remote.gateway.pnm.analysis.Capability;
import io.pypnm.remote.gateway.pnm.analysis.Dip;
import io.pypnm.remote.gateway.pnm.analysis.LineFit;
import io.pypnm.remote.gateway.pnm.analysis.MerPercentile;
import io.pypnm.remote.gateway.pnm.analysis.MerStatistics;
import io.pypnm.remote.gateway.pnm.analysis.ShannonLimit;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.DsRxMer;
import io.pypnm.remote.gateway.pnm.capture.UsRxMer;
import io.pypnm.remote.gateway.pnm.series.MerSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Receive MER, of either direction.
final class MerJson {
    private static final int[] PERCENTS = {1, 5, 10, 25, 50, 75, 90, 95, 99};
    private static final int MAX_QAM_BITS = 16;

    private MerJson() {}

    static void write(Capture.Mer capture, Members out) throws IOException {
        switch (capture) {
            case DsRxMer downstream -> out.whole("channel_id", downstream.channelId());
            case UsRxMer upstream -> upstream(upstream, out);
        }
        MerSeries values = capture.values();
        int size = values.size();
        axis(capture.subcarriers(), out);
        out.whole("data_length_bytes", size);
        out.whole("number_of_values", size);
        excluded(capture, out);
        Optional<MerStatistics> statistics = MerStatistics.of(values);
        if (statistics.isPresent()) {
            statistics(statistics.get(), out);
            percentiles(capture, out);
            LineFit tilt = LineFit.of(size, capture.subcarriers().spacingHz(), values::decibels);
            out.number("regression_slope_db_per_mhz", tilt.slopePerMhz());
            if (capture instanceof DsRxMer) {
                capability(capture, out);
            }
            dips("notches", Dip.notches(capture), out);
            shannon(ShannonLimit.of(values).orElseThrow(), out);
        }
        out.wholes("first_10_raw", 0, Math.min(10, size), values::raw);
        out.numbers("first_10_values_db", 0, Math.min(10, size), values::decibels);
        out.numbers("last_5_values_db", Math.max(0, size - 5), size, values::decibels);
        out.wholes("raw", 0, size, values::raw);
        out.numbers("values_db", 0, size, values::decibels);
    }

    private static void upstream(UsRxMer capture, Members out) throws IOException {
        out.text("layout", capture.layout().name().toLowerCase(Locale.ROOT));
        out.whole("ifindex", capture.ifIndex());
        out.text("ccap_id", capture.ccapId());
        out.whole("num_averages", capture.averages());
        out.flag("pre_eq_on", capture.preEqualized());
        out.flag("subcarrier_spacing_assumed", capture.spacingAssumed());
    }

    static void axis(Subcarriers axis, Members out) throws IOException {
        out.whole("subcarrier_zero_frequency_hz", axis.zeroFrequencyHz());
        out.whole("first_active_subcarrier_index", axis.firstActive());
        out.whole("subcarrier_spacing_hz", axis.spacingHz());
        out.whole("first_subcarrier_frequency_hz", axis.firstFrequencyHz());
        out.whole("last_subcarrier_frequency_hz", axis.lastFrequencyHz());
        out.whole("occupied_bandwidth_hz", axis.occupiedBandwidthHz());
    }

    private static void excluded(Capture.Mer capture, Members out) throws IOException {
        int[] histogram = capture.values().histogram();
        out.whole("excluded_count", histogram[MerSeries.EXCLUDED]);
        List<Band> bands = Band.where(capture.subcarriers(), capture.values()::isExcluded);
        out.array("excluded_ranges_hz", 0, bands.size(), k -> {
            out.json()
                    .writeArray(new long[] {bands.get(k).startHz(), bands.get(k).stopHz()}, 0, 2);
        });
        out.whole("clipped_high_count", histogram[MerSeries.CLIPPED_HIGH]);
        out.whole("clipped_low_count", histogram[MerSeries.CLIPPED_LOW]);
    }

    private static void statistics(MerStatistics statistics, Members out) throws IOException {
        out.object("statistics_db_excluding_0xFF", () -> {
            out.whole("n", statistics.count());
            out.number("mean", statistics.mean());
            out.number("median", statistics.median());
            out.number("std_population", statistics.deviation());
            out.number("variance", statistics.variance());
            out.number("min", statistics.min());
            out.number("max", statistics.max());
            out.number("peak_to_peak", statistics.peakToPeak());
            out.number("power_mean_square", statistics.shape().meanSquare());
            out.number("mean_abs_deviation", statistics.shape().meanAbsoluteDeviation());
            out.number("skewness", statistics.shape().skewness());
            out.number("kurtosis", statistics.shape().kurtosis());
            out.number("crest_factor", statistics.shape().crestFactor());
        });
    }

    private static void percentiles(Capture.Mer capture, Members out) throws IOException {
        MerPercentile second = percentile(capture, MerPercentile.DEFAULT_PERCENT);
        out.object("mib_percentile_2", () -> {
            out.text(
                    "rule",
                    "sorted ascending, element floor(n*2/100), 1-based; frequency = highest subcarrier having that"
                            + " value");
            out.whole("n", second.count());
            out.whole("rank", second.rank());
            out.whole("threshold_raw_quarter_db", second.raw());
            out.number("threshold_db", second.decibels());
            out.whole("highest_freq_hz", second.highestFrequencyHz());
        });
        out.object("percentiles_db", () -> {
            for (int percent : PERCENTS) {
                out.number("p" + percent, percentile(capture, percent).decibels());
            }
        });
    }

    private static MerPercentile percentile(Capture.Mer capture, int percent) {
        return MerPercentile.of(capture.values(), capture.subcarriers(), percent)
                .orElseThrow();
    }

    private static void capability(Capture.Mer capture, Members out) throws IOException {
        Capability capability = Capability.of(capture.values()).orElseThrow();
        out.object("capability", () -> {
            out.text("rule", "MER of percentile 2 at least docsPnmCmDsOfdmReqMerObjects by default");
            out.json().writeStringField("best", capability.best().map(Names::of).orElse(null));
            List<Capability.Order> orders = capability.orders();
            out.array(
                    "orders",
                    0,
                    orders.size(),
                    k -> out.object(() -> {
                        out.text("modulation", Names.of(orders.get(k).modulation()));
                        out.number("required_db", orders.get(k).requiredDb());
                        out.flag("supported", orders.get(k).supported());
                        out.whole("subcarriers", orders.get(k).subcarriers());
                        out.number("share", orders.get(k).share());
                    }));
            if (capability.best().isPresent()) {
                double required = Capability.requiredDb(capability.best().get()).orElseThrow();
                dips("below_required_of_best", Dip.below(capture, required), out);
            }
        });
    }

    private static void dips(String name, List<Dip> dips, Members out) throws IOException {
        out.array(
                name,
                0,
                dips.size(),
                k -> out.object(() -> {
                    Dip dip = dips.get(k);
                    out.whole("start_hz", dip.band().startHz());
                    out.whole("stop_hz", dip.band().stopHz());
                    out.whole("subcarriers", dip.band().subcarriers());
                    out.number("lowest_db", dip.lowestDb());
                    out.whole("lowest_hz", dip.lowestHz());
                    out.number("depth_db", dip.depthDb());
                }));
    }

    private static void shannon(ShannonLimit limit, Members out) throws IOException {
        out.object("shannon", () -> {
            out.text("rule", "floor(log2(1+10^(dB/10)))");
            out.object("bits_histogram", () -> {
                for (int bits = 0; bits < limit.subcarriersByBits().size(); bits++) {
                    if (limit.subcarriersByBits().get(bits) > 0) {
                        out.whole(
                                Integer.toString(bits),
                                limit.subcarriersByBits().get(bits));
                    }
                }
            });
            out.object("supported_count", () -> {
                for (int bits = 1; bits <= MAX_QAM_BITS; bits++) {
                    out.whole("qam_" + (1 << bits), limit.supporting(bits));
                }
            });
            out.number("average_bits", limit.averageBits());
        });
    }
}
