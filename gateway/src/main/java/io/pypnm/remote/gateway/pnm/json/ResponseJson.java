package io.pypnm.remote.gateway.pnm.json;

import io.pypnm.remote.gateway.pnm.analysis.ConstellationMer;
import io.pypnm.remote.gateway.pnm.analysis.Echo;
import io.pypnm.remote.gateway.pnm.analysis.ResponseAnalysis;
import io.pypnm.remote.gateway.pnm.analysis.ResponseAnalysis.Curve;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.ChannelEstimate;
import io.pypnm.remote.gateway.pnm.capture.Constellation;
import io.pypnm.remote.gateway.pnm.capture.UsPreEqualizer;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Captures of complex values: frequency responses and constellations.
final class ResponseJson {
    private static final int COMPLEX_BYTES = 4;

    private ResponseJson() {}

    static void write(Capture.Response capture, Members out) throws IOException {
        switch (capture) {
            case ChannelEstimate estimate -> {
                out.whole("channel_id", estimate.channelId());
                out.text("encoding", "s2.13 big-endian int16 real, int16 imag");
            }
            case UsPreEqualizer equalizer -> {
                out.whole("upstream_channel_id", equalizer.channelId());
                out.text("cmts_mac", equalizer.cmts().toString());
                out.flag("in_use", equalizer.inUse());
                out.text("encoding", equalizer.inUse() ? "s2.13 (MIB text for PNN6)" : "s1.14 (MIB text for PNN7)");
            }
        }
        MerJson.axis(capture.subcarriers(), out);
        Optional<ResponseAnalysis> analysis = ResponseAnalysis.of(capture);
        if (analysis.isPresent()) {
            analysis(analysis.get(), out);
            echoes(Echo.of(capture), out);
        }
        values(capture.coefficients(), out);
    }

    private static void analysis(ResponseAnalysis analysis, Members out) throws IOException {
        out.number("mean_power_linear", analysis.meanPower());
        out.number("mean_power_db", 10 * Math.log10(analysis.meanPower()));
        out.number("mean_magnitude_linear", analysis.meanMagnitude());
        Curve magnitude = analysis.magnitudeDb();
        out.object("magnitude_db", () -> {
            out.number("mean", magnitude.mean());
            out.number("min", magnitude.min());
            out.number("max", magnitude.max());
            out.number("slope_db_per_mhz", magnitude.slopePerMhz());
            out.number("ripple_pk_to_pk_db_detrended", magnitude.ripplePeakToPeak());
            out.number("ripple_rms_db_detrended", magnitude.rippleRms());
        });
        Curve delay = analysis.groupDelayNs();
        out.object("group_delay_ns", () -> {
            out.text("rule", "-(1/2pi) dphi/df, unwrapped phase, central differences, 2nd-order edges");
            out.numbers("first_5", 0, Math.min(5, delay.size()), delay::get);
            out.number("mean", delay.mean());
            out.number("median", delay.median());
            out.number("slope_ns_per_mhz", delay.slopePerMhz());
            out.number("ripple_pk_to_pk_detrended", delay.ripplePeakToPeak());
            out.number("ripple_rms_detrended", delay.rippleRms());
        });
        out.numbers("magnitudes_db", 0, magnitude.size(), magnitude::get);
        out.numbers("group_delays_ns", 0, delay.size(), delay::get);
    }

    private static void echoes(List<Echo> echoes, Members out) throws IOException {
        out.array(
                "echo_candidates",
                0,
                echoes.size(),
                k -> out.object(() -> {
                    out.number("delay_ns", echoes.get(k).delayNanoseconds());
                    out.number("level_db", echoes.get(k).levelDb());
                    out.number("distance_m", echoes.get(k).metres());
                    out.number("velocity_factor", Echo.VELOCITY_FACTOR);
                }));
    }

    static void write(Constellation capture, Members out) throws IOException {
        out.whole("channel_id", capture.channelId());
        out.whole("subcarrier_zero_frequency_hz", capture.zeroFrequencyHz());
        out.whole("subcarrier_spacing_hz", capture.spacingHz());
        out.whole("actual_modulation_order", capture.modulationOrder());
        out.text("actual_modulation_order_name", label(capture));
        ComplexSeries points = capture.points();
        out.whole("number_of_sample_symbols", points.size());
        out.text("encoding", "s2.13");
        double power = 0;
        double max = 0;
        double sumI = 0;
        double sumQ = 0;
        for (int k = 0; k < points.size(); k++) {
            power += points.power(k);
            sumI += points.real(k);
            sumQ += points.imaginary(k);
            max = Math.max(max, Math.max(Math.abs(points.real(k)), Math.abs(points.imaginary(k))));
        }
        out.number("mean_power_linear", power / points.size());
        out.number("max_abs_component", max);
        out.number("mean_i", sumI / points.size());
        out.number("mean_q", sumQ / points.size());
        OptionalDouble mer = ConstellationMer.decibels(capture);
        if (mer.isPresent()) {
            out.object("slicer_mer_db", () -> {
                out.text(
                        "rule",
                        "square " + capture.modulation().orElseThrow().points()
                                + "-QAM grid normalised to unit mean power, nearest point, MER=10log10(1/mean|err|^2)");
                out.number("value", mer.getAsDouble());
            });
        }
        values(points, out);
    }

    /// As the MIB's `DsOfdmModulationType` has it.
    private static String label(Constellation capture) {
        String unknown = capture.modulationOrder() == 1 ? "other" : "zeroValued";
        return capture.modulation().map(Names::of).orElse(unknown).replace("_", "");
    }

    private static void values(ComplexSeries values, Members out) throws IOException {
        int size = values.size();
        out.whole("data_length_bytes", (long) size * COMPLEX_BYTES);
        out.whole("number_of_values", size);
        pairs("first_10_values", Math.min(10, size), values, out);
        pairs("values", size, values, out);
    }

    static void pairs(String name, int size, ComplexSeries values, Members out) throws IOException {
        out.array(name, 0, size, k -> {
            out.json().writeStartArray();
            out.number(values.real(k));
            out.number(values.imaginary(k));
            out.json().writeEndArray();
        });
    }
}
