package io.pypnm.remote.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.gateway.dispatch.Explain.Explanation;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A command as the API shows it; the schema `Command` of the OpenAPI document.
final class CommandJson {
    private CommandJson() {}

    static void write(JsonGenerator json, CommandRow row, Optional<Explanation> waiting) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", row.id().toString());
        json.writeStringField("agent", row.agent().value());
        json.writeStringField("lane", row.lane().wireName());
        json.writeStringField("kind", row.kind());
        json.writeStringField("effect", row.effect().wireName());
        json.writeStringField("target", row.target());
        raw(json, "request", row.redactedCommand());
        json.writeStringField("caller", row.caller());
        json.writeStringField("state", state(row.state()));
        json.writeStringField(
                "accepted_at", row.acceptedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        json.writeStringField(
                "start_by", row.startBy().truncatedTo(ChronoUnit.MILLIS).toString());
        json.writeNumberField("run_for_seconds", row.runFor().toSeconds());
        json.writeNumberField("attempts", row.attempts());
        json.writeBooleanField("cancel_requested", row.cancelRequested());
        if (!row.retryOf().isEmpty()) {
            json.writeStringField("retry_of", row.retryOf());
        }
        if (waiting.isPresent()) {
            json.writeObjectFieldStart("waiting");
            json.writeStringField("code", waiting.get().code().name());
            json.writeStringField("detail", waiting.get().detail());
            json.writeEndObject();
        }
        if (row.state() instanceof State.Ended ended) {
            ended(json, row, ended);
        }
        json.writeEndObject();
    }

    private static void ended(JsonGenerator json, CommandRow row, State.Ended ended) throws IOException {
        json.writeStringField(
                "ended_at", ended.at().truncatedTo(ChronoUnit.MILLIS).toString());
        switch (ended.body()) {
            case OutcomeBody.Inline inline -> raw(json, "outcome", inline.json());
            case OutcomeBody.Omitted _ -> {
                json.writeObjectFieldStart("outcome");
                json.writeStringField("outcome", ended.kind().wireName());
                if (!ended.code().isEmpty()) {
                    json.writeStringField("code", ended.code());
                }
                json.writeEndObject();
            }
            case OutcomeBody.Claimed(String sha256, long bytes) -> {
                json.writeObjectFieldStart("outcome");
                json.writeStringField("outcome", ended.kind().wireName());
                json.writeObjectFieldStart("claim");
                json.writeStringField("href", "/api/commands/" + row.id() + "/outcome");
                json.writeStringField("sha256", sha256);
                json.writeNumberField("bytes", bytes);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    static String state(State state) {
        return switch (state) {
            case State.Accepted _ -> "accepted";
            case State.Queued _ -> "queued";
            case State.Delivered _ -> "delivered";
            case State.Ended _ -> "ended";
        };
    }

    /// JSON that our codec wrote, as it stands.
    private static void raw(JsonGenerator json, String field, byte[] value) throws IOException {
        json.writeFieldName(field);
        json.writeRawValue(new String(value, StandardCharsets.UTF_8));
    }
}
