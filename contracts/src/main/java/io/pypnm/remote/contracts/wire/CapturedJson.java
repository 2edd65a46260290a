package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The answer to a measurement as JSON.
final class CapturedJson {
    private static final int MAX_FIGURES = 100;
    private static final int MAX_STEPS = 10_000;

    private CapturedJson() {}

    static void write(JsonGenerator json, Captured captured) throws IOException {
        json.writeStringField("type", "captured");
        json.writeStringField("modem", captured.modem());
        json.writeArrayFieldStart("captures");
        for (Captured.Capture capture : captured.captures()) {
            json.writeStartObject();
            json.writeNumberField("if_index", capture.ifIndex());
            json.writeNumberField("channel_id", capture.channelId());
            json.writeStringField("meas_status", capture.status().name());
            json.writeFieldName("figures");
            SnmpJson.write(json, capture.figures());
            json.writeArrayFieldStart("files");
            for (Reply.FileContent file : capture.files()) {
                json.writeStartObject();
                FileJson.write(json, file);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("steps");
        for (Captured.Step step : captured.steps()) {
            json.writeStartObject();
            json.writeNumberField("at_millis", step.atMillis());
            json.writeStringField("action", step.action());
            json.writeStringField("result", step.result());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static Reply read(Field reply) throws MalformedMessageException {
        List<Captured.Capture> captures = new ArrayList<>();
        for (Field capture : reply.get("captures").entries(Command.PnmCapture.MAX_CHANNELS)) {
            captures.add(capture(capture));
        }
        List<Captured.Step> steps = new ArrayList<>();
        for (Field step : reply.get("steps").entries(MAX_STEPS)) {
            steps.add(new Captured.Step(
                    step.get("at_millis").unsigned(),
                    step.get("action").text(),
                    step.get("result").text()));
        }
        return new Captured(reply.get("modem").text(), captures, steps);
    }

    private static Captured.Capture capture(Field capture) throws MalformedMessageException {
        List<Reply.FileContent> files = new ArrayList<>();
        for (Field file : capture.get("files").entries(Captured.MAX_FILES)) {
            files.add(FileJson.read(file));
        }
        return new Captured.Capture(
                capture.get("if_index").unsigned(),
                capture.get("channel_id").integer(),
                capture.get("meas_status").constant(Captured.MeasStatus.class),
                SnmpJson.readAll(capture.get("figures"), MAX_FIGURES),
                files);
    }
}
