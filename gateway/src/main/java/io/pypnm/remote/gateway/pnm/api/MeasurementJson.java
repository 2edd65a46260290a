package io.pypnm.remote.gateway.pnm.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.gateway.pnm.archive.MeasurementHead;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture.StoredFile;
import io.pypnm.remote.gateway.pnm.json.CaptureJson;
import io.pypnm.remote.gateway.pnm.measure.Inspection;
import io.pypnm.remote.gateway.pnm.measure.OpenedCapture;
import io.pypnm.remote.gateway.pnm.measure.OpenedMeasurement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Measurements as the API shows them; the schema `Measured` of the OpenAPI document.
final class MeasurementJson {
    private MeasurementJson() {}

    /// @param measuredNow whether it was measured for this request
    static void write(JsonGenerator json, OpenedMeasurement measurement, Instant now, boolean measuredNow)
            throws IOException {
        json.writeStartObject();
        head(json, measurement.stored().head(), now);
        json.writeStringField(
                "href", "/api/pnm/measurements/" + measurement.stored().head().command());
        json.writeStringField("source", measuredNow ? "modem" : "store");
        json.writeStringField("modem", measurement.captured().modem());
        json.writeBooleanField("complete", measurement.isComplete());
        json.writeArrayFieldStart("channels");
        for (OpenedCapture capture : measurement.captures()) {
            channel(json, capture);
        }
        json.writeEndArray();
        missing(
                json,
                measurement.outcome().outcome() instanceof Outcome.Partial(var _, List<Missing> missing)
                        ? missing
                        : List.of());
        steps(json, measurement.captured().steps());
        json.writeEndObject();
    }

    /// Members of the open object that say which measurement it is.
    static void head(JsonGenerator json, MeasurementHead head, Instant now) throws IOException {
        json.writeStringField("mac", head.mac().toString());
        json.writeStringField("type", head.type().wireName());
        json.writeStringField("cmts", head.cmts());
        json.writeStringField("agent", head.agent().value());
        json.writeStringField("command", head.command().toString());
        json.writeStringField(
                "measured_at", head.at().truncatedTo(ChronoUnit.MILLIS).toString());
        json.writeNumberField(
                "age_seconds", Math.max(0, Duration.between(head.at(), now).toSeconds()));
    }

    private static void channel(JsonGenerator json, OpenedCapture capture) throws IOException {
        json.writeStartObject();
        capture(json, capture.stored());
        json.writeObjectFieldStart("figures");
        for (Map.Entry<String, Double> figure : capture.figures().values().entrySet()) {
            json.writeNumberField(figure.getKey(), figure.getValue());
        }
        json.writeEndObject();
        if (capture.mean().isPresent()) {
            OpenedCapture.Mean mean = capture.mean().get();
            json.writeObjectFieldStart("mean_check");
            json.writeNumberField("told_db", mean.toldDb());
            json.writeNumberField("file_db", mean.fileDb());
            json.writeBooleanField("agree", mean.agrees());
            json.writeEndObject();
        }
        json.writeArrayFieldStart("files");
        for (OpenedCapture.File file : capture.files()) {
            file(json, capture.stored(), file);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// Members of the open object that say which capture it is.
    static void capture(JsonGenerator json, StoredCapture capture) throws IOException {
        json.writeNumberField("capture", capture.id());
        json.writeStringField("href", "/api/pnm/captures/" + capture.id());
        json.writeNumberField("if_index", capture.ifIndex());
        json.writeNumberField("channel_id", capture.channelId());
        json.writeStringField("meas_status", capture.status().name());
        json.writeBooleanField("sound", capture.sound());
    }

    private static void file(JsonGenerator json, StoredCapture capture, OpenedCapture.File file) throws IOException {
        json.writeStartObject();
        file(json, capture, file.stored(), file.number());
        switch (file.inspection()) {
            case Inspection.Sound(var decoded) -> {
                json.writeFieldName("decoded");
                CaptureJson.write(decoded, json);
            }
            case Inspection.Unsound(var code, String detail) -> {
                json.writeObjectFieldStart("problem");
                json.writeStringField("code", code.name());
                json.writeStringField("detail", detail);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    static void file(JsonGenerator json, StoredCapture capture, StoredFile file, int number) throws IOException {
        json.writeStringField("name", file.name());
        json.writeNumberField("bytes", file.bytes());
        json.writeStringField("sha256", file.sha256());
        json.writeStringField("href", "/api/pnm/captures/" + capture.id() + "/raw" + (number == 0 ? "" : "?file=2"));
    }

    static void missing(JsonGenerator json, List<Missing> missing) throws IOException {
        json.writeArrayFieldStart("missing");
        for (Missing part : missing) {
            json.writeStartObject();
            json.writeStringField("what", part.what());
            json.writeStringField("code", part.code().name());
            json.writeStringField("detail", part.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void steps(JsonGenerator json, List<Captured.Step> steps) throws IOException {
        json.writeArrayFieldStart("steps");
        for (Captured.Step step : steps) {
            json.writeStartObject();
            json.writeNumberField("at_millis", step.atMillis());
            json.writeStringField("action", step.action());
            json.writeStringField("result", step.result());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
