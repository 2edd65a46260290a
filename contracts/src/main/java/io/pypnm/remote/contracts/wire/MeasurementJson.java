package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.PnmCapture.Upload;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.command.SnmpTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `pnm_capture` is to measure: `"measurement":{"type":"ds_rxmer"},"channels":[48,49]`. The parameters of a
/// measurement have the names of PyPNM's capture settings.
final class MeasurementJson {
    private MeasurementJson() {}

    static void write(JsonGenerator json, Command.PnmCapture capture) throws IOException {
        json.writeStringField("mac_address", capture.mac().toString());
        json.writeObjectFieldStart("measurement");
        json.writeStringField("type", typeOf(capture.measurement()));
        write(json, capture.measurement());
        json.writeEndObject();
        json.writeArrayFieldStart("channels");
        for (long ifIndex : capture.channels()) {
            json.writeNumber(ifIndex);
        }
        json.writeEndArray();
        if (capture.upload() instanceof Upload.To(DeviceAddress server, String path)) {
            json.writeObjectFieldStart("tftp");
            json.writeStringField("server", server.toString());
            json.writeStringField("path", path);
            json.writeEndObject();
        }
    }

    static String typeOf(Measurement measurement) {
        return switch (measurement) {
            case Measurement.DsRxMer _ -> "ds_rxmer";
            case Measurement.DsChannelEstimate _ -> "ds_channel_estimate";
            case Measurement.DsConstellation _ -> "ds_constellation";
            case Measurement.DsHistogram _ -> "ds_histogram";
            case Measurement.DsFecSummary _ -> "ds_fec_summary";
            case Measurement.DsModulationProfile _ -> "ds_modulation_profile";
            case Measurement.DsSpectrum _ -> "ds_spectrum";
            case Measurement.UsPreEqualization _ -> "us_pre_equalization";
            case Measurement.UsAtdmaPreEqualization _ -> "us_atdma_pre_equalization";
            case Measurement.UsRxMer _ -> "us_rxmer";
        };
    }

    private static void write(JsonGenerator json, Measurement measurement) throws IOException {
        switch (measurement) {
            case Measurement.DsRxMer _,
                    Measurement.DsChannelEstimate _,
                    Measurement.DsModulationProfile _,
                    Measurement.UsPreEqualization _,
                    Measurement.UsAtdmaPreEqualization _ -> {}
            case Measurement.DsConstellation constellation -> {
                json.writeNumberField("modulation_order_offset", constellation.modulationOrderOffset());
                json.writeNumberField("number_sample_symbol", constellation.symbols());
            }
            case Measurement.DsHistogram histogram -> {
                json.writeFieldName("sample_duration");
                json.writeNumber(TargetJson.seconds(histogram.time()));
            }
            case Measurement.DsFecSummary summary ->
                json.writeStringField("span", summary.span().name());
            case Measurement.DsSpectrum spectrum -> {
                json.writeNumberField("first_segment_center_frequency", spectrum.firstCentre());
                json.writeNumberField("last_segment_center_frequency", spectrum.lastCentre());
                json.writeNumberField("segment_freq_span", spectrum.span());
                json.writeNumberField("num_bins_per_segment", spectrum.bins());
                json.writeNumberField("num_averages", spectrum.averages());
                json.writeStringField("retrieval", spectrum.by().name());
            }
            case Measurement.UsRxMer rxMer -> {
                json.writeBooleanField("pre_eq", rxMer.preEqualization());
                json.writeNumberField("num_averages", rxMer.averages());
            }
        }
    }

    static Command read(SnmpTarget target, Field params) throws MalformedMessageException {
        Field measurement = params.get("measurement").object();
        return new Command.PnmCapture(
                target,
                params.get("mac_address").parsed(MacAddress::parse),
                measurement(measurement),
                channels(params),
                upload(params));
    }

    private static Measurement measurement(Field measurement) throws MalformedMessageException {
        Field type = measurement.get("type");
        try {
            return switch (type.text()) {
                case "ds_rxmer" -> new Measurement.DsRxMer();
                case "ds_channel_estimate" -> new Measurement.DsChannelEstimate();
                case "ds_constellation" ->
                    new Measurement.DsConstellation(
                            measurement.integer("modulation_order_offset", 0),
                            measurement.integer("number_sample_symbol", Measurement.DsConstellation.DEFAULT_SYMBOLS));
                case "ds_histogram" ->
                    new Measurement.DsHistogram(
                            measurement.seconds("sample_duration", Measurement.DsHistogram.DEFAULT_TIME));
                case "ds_fec_summary" -> new Measurement.DsFecSummary(span(measurement));
                case "ds_modulation_profile" -> new Measurement.DsModulationProfile();
                case "ds_spectrum" -> spectrum(measurement);
                case "us_pre_equalization" -> new Measurement.UsPreEqualization();
                case "us_atdma_pre_equalization" -> new Measurement.UsAtdmaPreEqualization();
                case "us_rxmer" -> {
                    Optional<Field> preEqualization = measurement.find("pre_eq");
                    yield new Measurement.UsRxMer(
                            preEqualization.isEmpty() || preEqualization.get().flag(),
                            measurement.integer("num_averages", 1));
                }
                default -> throw type.unknown();
            };
        } catch (IllegalArgumentException e) {
            throw measurement.wrong(e);
        }
    }

    private static Measurement.DsFecSummary.Span span(Field measurement) throws MalformedMessageException {
        Optional<Field> span = measurement.find("span");
        return span.isPresent()
                ? span.get().constant(Measurement.DsFecSummary.Span.class)
                : Measurement.DsFecSummary.Span.TEN_MINUTES;
    }

    private static Measurement spectrum(Field measurement) throws MalformedMessageException {
        Optional<Field> retrieval = measurement.find("retrieval");
        return new Measurement.DsSpectrum(
                hertz(measurement, "first_segment_center_frequency", Measurement.DsSpectrum.DEFAULT_FIRST_CENTRE),
                hertz(measurement, "last_segment_center_frequency", Measurement.DsSpectrum.DEFAULT_LAST_CENTRE),
                hertz(measurement, "segment_freq_span", Measurement.DsSpectrum.DEFAULT_SPAN),
                measurement.integer("num_bins_per_segment", Measurement.DsSpectrum.DEFAULT_BINS),
                measurement.integer("num_averages", 1),
                retrieval.isPresent()
                        ? retrieval.get().constant(Measurement.DsSpectrum.Retrieval.class)
                        : Measurement.DsSpectrum.Retrieval.FILE);
    }

    private static long hertz(Field measurement, String name, long absent) throws MalformedMessageException {
        Optional<Field> found = measurement.find(name);
        return found.isPresent() ? found.get().unsigned() : absent;
    }

    private static List<Long> channels(Field params) throws MalformedMessageException {
        Optional<Field> several = params.find("channels");
        List<Long> channels = new ArrayList<>();
        if (several.isPresent()) {
            for (Field ifIndex : several.get().entries(Command.PnmCapture.MAX_CHANNELS)) {
                channels.add(ifIndex.unsigned());
            }
        }
        return channels;
    }

    private static Upload upload(Field params) throws MalformedMessageException {
        Optional<Field> tftp = params.find("tftp");
        if (tftp.isEmpty()) {
            return new Upload.AsConfigured();
        }
        DeviceAddress server = tftp.get().get("server").parsed(DeviceAddress::parse);
        Optional<Field> path = tftp.get().find("path");
        try {
            return new Upload.To(server, path.isPresent() ? path.get().text() : "");
        } catch (IllegalArgumentException e) {
            throw tftp.get().wrong(e);
        }
    }
}
