package io.pypnm.remote.gateway.pnm.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.gateway.pnm.capture.AmplitudeTable;
import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Magic;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Time;
import io.pypnm.remote.gateway.pnm.capture.Constellation;
import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.capture.Histogram;
import io.pypnm.remote.gateway.pnm.capture.ModulationProfile;
import io.pypnm.remote.gateway.pnm.capture.Spectrum;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// A capture as a JSON object: what its header says, what follows from its values, a few of them to be checked by eye
/// (`first_10_...`), and all of them. Units are in the names; a figure that the capture does not have is null.
public final class CaptureJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private CaptureJson() {}

    /// For people: with line breaks, and one behind it.
    public static String pretty(Capture capture) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            write(capture, json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return text.append('\n').toString();
    }

    /// Writes one object.
    public static void write(Capture capture, JsonGenerator json) throws IOException {
        var out = new Members(json);
        out.object(() -> {
            out.text("kind", kind(capture));
            if (capture instanceof Capture.File file) {
                header(file, out);
            }
            switch (capture) {
                case Capture.Mer mer -> MerJson.write(mer, out);
                case Capture.Response response -> ResponseJson.write(response, out);
                case Constellation constellation -> ResponseJson.write(constellation, out);
                case Histogram histogram -> CountsJson.write(histogram, out);
                case FecSummary summary -> CountsJson.write(summary, out);
                case ModulationProfile profile -> ProfileJson.write(profile, out);
                case Spectrum spectrum -> SpectrumJson.write(spectrum, out);
                case AmplitudeTable table -> SpectrumJson.write(table, out);
                case AtdmaPreEqualizer equalizer -> EqualizerJson.write(equalizer, out);
            }
        });
    }

    private static String kind(Capture capture) {
        return switch (capture) {
            case Capture.File file ->
                switch (file.header().type()) {
                    case CHANNEL_ESTIMATE -> "chanest";
                    case CONSTELLATION -> "const";
                    case DS_RXMER -> "rxmer";
                    case HISTOGRAM -> "hist";
                    case US_PRE_EQUALIZER, US_PRE_EQUALIZER_UPDATE -> "preeq";
                    case FEC_SUMMARY -> "fec";
                    case SPECTRUM -> "spec";
                    case MODULATION_PROFILE -> "modprof";
                    case US_RXMER -> "us_ofdma_rxmer";
                };
            case AmplitudeTable _ -> "specsnmp";
            case AtdmaPreEqualizer _ -> "atdma_preeq";
        };
    }

    private static void header(Capture.File file, Members out) throws IOException {
        CaptureHeader header = file.header();
        out.object("header", () -> {
            out.text("magic", header.magic().text());
            out.whole("type", header.type().code());
            switch (header.magic()) {
                case Magic.Versioned(int major, int minor) -> {
                    out.whole("major", major);
                    out.whole("minor", minor);
                }
                case Magic.Unversioned _ -> {
                    out.none("major");
                    out.none("minor");
                }
            }
            time(header.time(), out);
        });
        time(header.time(), out);
        out.flag("capture_time_plausible", header.time() instanceof Time.Told told && told.isPlausible());
        out.whole("header_bytes", header.headerBytes());
        out.whole("trailing_bytes", header.trailingBytes());
        out.text("cm_mac", file.cableModem().toString());
    }

    private static void time(Time time, Members out) throws IOException {
        switch (time) {
            case Time.Told(long epochSecond) -> out.whole("capture_time", epochSecond);
            case Time.Absent _ -> out.none("capture_time");
        }
    }
}
