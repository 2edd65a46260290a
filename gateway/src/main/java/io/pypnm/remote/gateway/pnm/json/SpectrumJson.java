package io.pypnm.remote.gateway.pnm.json;

import io.pypnm.remote.gateway.pnm.capture.AmplitudeTable;
import io.pypnm.remote.gateway.pnm.capture.AmplitudeTable.Segment;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.Spectrum;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/// Spectra, of files and of SNMP tables.
final class SpectrumJson {
    private static final int SEGMENT_HEADER_BYTES = 20;

    private SpectrumJson() {}

    static void write(Spectrum capture, Members out) throws IOException {
        out.whole("channel_id", capture.channelId());
        out.whole("first_segment_center_hz", capture.firstCentreHz());
        out.whole("last_segment_center_hz", capture.lastCentreHz());
        out.whole("segment_span_hz", capture.spanHz());
        out.whole("bins_per_segment", capture.binsPerSegment());
        out.whole("number_of_segments", capture.segments());
        out.whole("equivalent_noise_bandwidth", capture.noiseBandwidth());
        out.whole("window_function", capture.window());
        out.number("bin_spacing_hz", capture.binSpacingHz());
        out.number("resolution_bandwidth_hz", capture.resolutionBandwidthHz());
        out.whole("data_length_bytes", (long) capture.size() * Short.BYTES);
        bins(capture, out);
    }

    static void write(AmplitudeTable capture, Members out) throws IOException {
        List<Segment> segments = capture.segments();
        Segment first = segments.getFirst();
        out.whole("number_of_groups", segments.size());
        out.object("first_group", () -> {
            out.whole("center_hz", first.centreHz());
            out.whole("span_hz", first.spanHz());
            out.whole("bins", first.bins());
            out.whole("bin_spacing_hz", first.binSpacingHz());
            out.whole("resolution_bw", first.resolutionBandwidthHz());
        });
        out.whole("last_group_center_hz", segments.getLast().centreHz());
        long[] steps = IntStream.range(1, segments.size())
                .mapToLong(i -> segments.get(i).centreHz() - segments.get(i - 1).centreHz())
                .distinct()
                .sorted()
                .toArray();
        out.wholes("group_step_hz", 0, steps.length, i -> steps[i]);
        long bytes = (long) segments.size() * SEGMENT_HEADER_BYTES + (long) capture.size() * Short.BYTES;
        out.whole("bytes_consumed", bytes);
        out.whole("file_size", bytes);
        bins(capture, out);
    }

    private static void bins(Capture.Bins bins, Members out) throws IOException {
        int size = bins.size();
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < size; k++) {
            double value = bins.decibels(k);
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        out.whole("number_of_values", size);
        out.number("mean", sum / size);
        out.number("min", min);
        out.number("max", max);
        out.numbers("first_10_values", 0, Math.min(10, size), bins::decibels);
        out.numbers("frequencies_hz", 0, size, bins::frequencyHz);
        out.numbers("values", 0, size, bins::decibels);
    }
}
