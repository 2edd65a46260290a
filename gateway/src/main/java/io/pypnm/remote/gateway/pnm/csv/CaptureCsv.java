package io.pypnm.remote.gateway.pnm.csv;

import io.pypnm.remote.gateway.pnm.analysis.ResponseAnalysis;
import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.ChannelEstimate;
import io.pypnm.remote.gateway.pnm.capture.Constellation;
import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.capture.Histogram;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import io.pypnm.remote.gateway.pnm.capture.Modulation;
import io.pypnm.remote.gateway.pnm.capture.ModulationProfile;
import io.pypnm.remote.gateway.pnm.capture.SubcarrierUse;
import io.pypnm.remote.gateway.pnm.capture.UsPreEqualizer;
import io.pypnm.remote.gateway.pnm.series.CodewordSets;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

/// Captures as `text/csv` (RFC 4180) with one record per subcarrier, bin, tap, point or interval. Each begins with the
/// modem, the channel, the time and the agent. What was not measured, as an excluded subcarrier, is an empty field;
/// units are in the names of the columns.
public final class CaptureCsv {
    private static final List<String> LABEL = List.of("mac", "channel", "time", "agent");
    private static final List<String> SUBCARRIER = List.of("subcarrier", "frequency_hz");

    private final CsvLine line;

    private CaptureCsv(CsvLine line) {
        this.line = line;
    }

    /// Writes a header and all captures, one behind the other.
    ///
    /// @throws IllegalArgumentException if there is none, or if they are not all of one kind
    public static void write(List<LabelledCapture> captures, Appendable out) throws IOException {
        LabelledCapture.requireOneKind(captures);
        var csv = new CaptureCsv(new CsvLine(out));
        csv.header(captures.getFirst().capture());
        for (LabelledCapture capture : captures) {
            csv.records(capture);
        }
    }

    private void header(Capture capture) throws IOException {
        List<String> columns = switch (capture) {
            case Capture.Mer _ -> columns(SUBCARRIER, "mer_db");
            case Capture.Response _ ->
                columns(SUBCARRIER, "coefficients", "real", "imaginary", "magnitude_db", "group_delay_ns");
            case Capture.Bins _ -> List.of("frequency_hz", "amplitude_dbmv");
            case Constellation _ -> List.of("point", "i", "q");
            case Histogram _ -> List.of("bin", "hits");
            case FecSummary _ -> List.of("profile", "epoch_second", "total", "corrected", "uncorrectable");
            case ModulationProfile _ -> columns(SUBCARRIER, "profile", "use", "bits");
            case AtdmaPreEqualizer _ -> List.of("tap", "real", "imaginary", "level_db");
        };
        for (String column : columns(LABEL, columns.toArray(String[]::new))) {
            line.text(column);
        }
        line.end();
    }

    private static List<String> columns(List<String> first, String... others) {
        return Stream.concat(first.stream(), Arrays.stream(others)).toList();
    }

    private void records(LabelledCapture labelled) throws IOException {
        switch (labelled.capture()) {
            case Capture.Mer mer -> records(labelled, mer);
            case Capture.Response response -> records(labelled, response);
            case Capture.Bins bins -> records(labelled, bins);
            case Constellation constellation -> records(labelled, constellation);
            case Histogram histogram -> records(labelled, histogram);
            case FecSummary summary -> records(labelled, summary);
            case ModulationProfile profile -> records(labelled, profile);
            case AtdmaPreEqualizer equalizer -> records(labelled, equalizer);
        }
    }

    private CsvLine begun(LabelledCapture labelled) throws IOException {
        return line.text(labelled.modem().toString())
                .text(labelled.channel())
                .text(labelled.time().toString())
                .text(labelled.agent());
    }

    private CsvLine subcarrier(LabelledCapture labelled, Subcarriers axis, int k) throws IOException {
        return begun(labelled).whole(axis.firstActive() + k).whole(axis.frequencyHz(k));
    }

    private void records(LabelledCapture labelled, Capture.Mer mer) throws IOException {
        for (int k = 0; k < mer.values().size(); k++) {
            subcarrier(labelled, mer.subcarriers(), k)
                    .number(mer.values().decibels(k))
                    .end();
        }
    }

    private void records(LabelledCapture labelled, Capture.Response response) throws IOException {
        String coefficients = switch (response) {
            case ChannelEstimate _ -> "estimate";
            case UsPreEqualizer equalizer -> equalizer.inUse() ? "in_use" : "last_update";
        };
        Optional<ResponseAnalysis> analysis = ResponseAnalysis.of(response);
        IntToDoubleFunction magnitude =
                k -> analysis.map(found -> found.magnitudeDb().get(k)).orElse(Double.NaN);
        IntToDoubleFunction delay =
                k -> analysis.map(found -> found.groupDelayNs().get(k)).orElse(Double.NaN);
        ComplexSeries values = response.coefficients();
        for (int k = 0; k < values.size(); k++) {
            subcarrier(labelled, response.subcarriers(), k)
                    .text(coefficients)
                    .number(values.real(k))
                    .number(values.imaginary(k))
                    .number(magnitude.applyAsDouble(k))
                    .number(delay.applyAsDouble(k))
                    .end();
        }
    }

    private void records(LabelledCapture labelled, Capture.Bins bins) throws IOException {
        for (int k = 0; k < bins.size(); k++) {
            begun(labelled).number(bins.frequencyHz(k)).number(bins.decibels(k)).end();
        }
    }

    private void records(LabelledCapture labelled, Constellation constellation) throws IOException {
        ComplexSeries points = constellation.points();
        for (int k = 0; k < points.size(); k++) {
            begun(labelled)
                    .whole(k)
                    .number(points.real(k))
                    .number(points.imaginary(k))
                    .end();
        }
    }

    private void records(LabelledCapture labelled, Histogram histogram) throws IOException {
        for (int k = 0; k < histogram.hits().size(); k++) {
            begun(labelled).whole(k).whole(histogram.hits().get(k)).end();
        }
    }

    private void records(LabelledCapture labelled, FecSummary summary) throws IOException {
        for (FecSummary.Profile profile : summary.profiles()) {
            CodewordSets sets = profile.sets();
            for (int k = 0; k < sets.size(); k++) {
                begun(labelled)
                        .text(profile.name())
                        .whole(sets.epochSecond(k))
                        .whole(sets.total(k))
                        .whole(sets.corrected(k))
                        .whole(sets.uncorrectable(k))
                        .end();
            }
        }
    }

    private void records(LabelledCapture labelled, ModulationProfile capture) throws IOException {
        for (ModulationProfile.Profile profile : capture.profiles()) {
            Subcarriers axis = capture.subcarriers(profile);
            List<SubcarrierUse> uses = profile.runs().perSubcarrier();
            for (int k = 0; k < uses.size(); k++) {
                SubcarrierUse use = uses.get(k);
                subcarrier(labelled, axis, k)
                        .whole(profile.id())
                        .text(use.name().toLowerCase(Locale.ROOT))
                        .whole(use.modulation().map(Modulation::bits).orElse(0))
                        .end();
            }
        }
    }

    /// The level is relative to the main tap.
    private void records(LabelledCapture labelled, AtdmaPreEqualizer equalizer) throws IOException {
        ComplexSeries taps = equalizer.taps();
        double main = taps.power(equalizer.mainTap() - 1);
        for (int k = 0; k < taps.size(); k++) {
            begun(labelled)
                    .whole(k + 1)
                    .number(taps.real(k))
                    .number(taps.imaginary(k))
                    .number(10 * Math.log10(taps.power(k) / main))
                    .end();
        }
    }
}
