package io.pypnm.remote.gateway.pnm.json;

import io.pypnm.remote.gateway.pnm.analysis.FecRates;
import io.pypnm.remote.gateway.pnm.analysis.HistogramShape;
import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.capture.Histogram;
import io.pypnm.remote.gateway.pnm.series.CodewordSets;
import io.pypnm.remote.gateway.pnm.series.Counts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Captures of counts: amplitudes and codewords.
final class CountsJson {
    private CountsJson() {}

    static void write(Histogram capture, Members out) throws IOException {
        Counts hits = capture.hits();
        out.whole("symmetry", capture.symmetry());
        out.text("symmetry_is_truthvalue", "1=true (one-sided data mirrored), 2=false");
        out.whole("dwell_count_length_bytes", (long) capture.dwells().size() * Integer.BYTES);
        out.wholes("dwell_counts", 0, capture.dwells().size(), capture.dwells()::get);
        out.whole("hit_count_length_bytes", (long) hits.size() * Integer.BYTES);
        out.whole("number_of_values", hits.size());
        out.whole("sum_of_hits", hits.sum());
        Optional<HistogramShape> found = HistogramShape.of(hits);
        if (found.isPresent()) {
            HistogramShape shape = found.get();
            out.whole("first_nonzero_bin", shape.firstBin());
            out.whole("last_nonzero_bin", shape.lastBin());
            out.whole("peak_bin", shape.peakBin());
            out.whole("peak_hits", hits.get(shape.peakBin()));
            out.number("mean_bin", shape.mean());
            out.number("std_bins", shape.deviation());
            out.number("skewness_of_bins", shape.skewness());
            out.number("excess_kurtosis_of_bins", shape.excessKurtosis());
        }
        out.wholes("first_10_values", 0, 10, hits::get);
        out.wholes("values", 0, hits.size(), hits::get);
    }

    static void write(FecSummary capture, Members out) throws IOException {
        out.whole("channel_id", capture.channelId());
        out.whole("summary_type", capture.span().code());
        out.text("summary_type_name", Names.of(capture.span()));
        out.whole("number_of_profiles", capture.profiles().size());
        List<FecRates> rates = capture.profiles().stream()
                .map(profile -> FecRates.of(profile.sets()))
                .toList();
        out.array(
                "profiles",
                0,
                rates.size(),
                k -> out.object(() -> {
                    out.whole("profile_id", capture.profiles().get(k).id());
                    profile(rates.get(k), out);
                }));
        int sets = rates.stream().mapToInt(rate -> rate.sets().size()).sum();
        int fileSize = capture.header().headerBytes()
                + rates.size() * FecSummary.Profile.HEADER_BYTES
                + sets * CodewordSets.BYTES;
        out.whole("bytes_consumed", fileSize);
        out.whole("file_size", fileSize + capture.header().trailingBytes());
        out.whole("number_of_values", sets);
        out.whole("sum_total", rates.stream().mapToLong(FecRates::total).sum());
        out.whole("sum_corrected", rates.stream().mapToLong(FecRates::corrected).sum());
        out.whole(
                "sum_uncorrectable",
                rates.stream().mapToLong(FecRates::uncorrectable).sum());
    }

    private static void profile(FecRates rates, Members out) throws IOException {
        CodewordSets sets = rates.sets();
        int size = sets.size();
        out.whole("number_of_sets", size);
        if (size > 0) {
            out.whole("first_timestamp", sets.epochSecond(0));
            out.whole("last_timestamp", sets.epochSecond(size - 1));
        }
        out.wholes("cadence_s", 0, rates.cadencesSeconds().size(), rates.cadencesSeconds()::get);
        out.wholes("first_10_total", 0, Math.min(10, size), sets::total);
        out.whole("sum_total", rates.total());
        out.whole("sum_corrected", rates.corrected());
        out.whole("sum_uncorrectable", rates.uncorrectable());
        out.number("codeword_error_rate", rates.errorRate());
        out.number("corrected_rate", rates.correctedRate());
        out.whole("max_corrected_in_a_set", rates.maxCorrected());
        out.whole("errored_sets", rates.erroredIntervals());
        if (rates.worstInterval().isPresent()) {
            int worst = rates.worstInterval().getAsInt();
            out.whole("worst_timestamp", sets.epochSecond(worst));
            out.number("worst_codeword_error_rate", rates.errorRate(worst));
        }
        out.wholes("timestamps", 0, size, sets::epochSecond);
        out.wholes("total", 0, size, sets::total);
        out.wholes("corrected", 0, size, sets::corrected);
        out.wholes("uncorrectable", 0, size, sets::uncorrectable);
    }
}
