package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.outcome.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Outcomes as JSON: `{"outcome":"completed","command":"<id>","waited_millis":3,"ran_millis":12,"reply":{...}}`.
final class OutcomeJson {
    private OutcomeJson() {}

    static void write(JsonGenerator json, OutcomeEnvelope envelope) throws IOException {
        json.writeStartObject();
        // First, so that the kind of a very large outcome is known from its first bytes.
        json.writeStringField("outcome", OutcomeKind.of(envelope.outcome()).wireName());
        json.writeStringField("command", envelope.command().toString());
        json.writeNumberField("waited_millis", envelope.waitedMillis());
        json.writeNumberField("ran_millis", envelope.ranMillis());
        switch (envelope.outcome()) {
            case Outcome.Completed(Reply reply) -> ReplyJson.write(json, reply);
            case Outcome.Partial(Reply reply, List<Missing> missing) -> {
                missing(json, missing);
                ReplyJson.write(json, reply);
            }
            case Outcome.Failed(FailureCode code, String detail) -> code(json, code.name(), detail);
            case Outcome.Refused(RefusalCode code, String detail) -> code(json, code.name(), detail);
            case Outcome.Expired(Outcome.Expired.Where where) -> json.writeStringField("where", where.name());
            case Outcome.Cancelled() -> {}
            case Outcome.Unknown(String detail) -> json.writeStringField("detail", detail);
        }
        json.writeEndObject();
    }

    static OutcomeEnvelope read(Field body) throws MalformedMessageException {
        try {
            return new OutcomeEnvelope(
                    command(body),
                    outcome(body),
                    body.get("waited_millis").unsigned(),
                    body.get("ran_millis").unsigned());
        } catch (IllegalArgumentException e) {
            throw body.wrong(e);
        }
    }

    static OutcomeKind kind(Field body) throws MalformedMessageException {
        Field name = body.get("outcome");
        return OutcomeKind.named(name.text()).orElseThrow(name::unknown);
    }

    static CommandId command(Field body) throws MalformedMessageException {
        return body.get("command").parsed(CommandId::parse);
    }

    private static Outcome outcome(Field body) throws MalformedMessageException {
        return switch (kind(body)) {
            case COMPLETED -> new Outcome.Completed(ReplyJson.read(body.get("reply")));
            case PARTIAL -> new Outcome.Partial(ReplyJson.read(body.get("reply")), missing(body.get("missing")));
            case FAILED ->
                new Outcome.Failed(
                        body.get("code").constant(FailureCode.class),
                        body.get("detail").text());
            case REFUSED ->
                new Outcome.Refused(
                        body.get("code").constant(RefusalCode.class),
                        body.get("detail").text());
            case EXPIRED -> new Outcome.Expired(body.get("where").constant(Outcome.Expired.Where.class));
            case CANCELLED -> new Outcome.Cancelled();
            case UNKNOWN -> new Outcome.Unknown(body.get("detail").text());
        };
    }

    private static void missing(JsonGenerator json, List<Missing> missing) throws IOException {
        json.writeArrayFieldStart("missing");
        for (Missing part : missing) {
            json.writeStartObject();
            json.writeStringField("what", part.what());
            code(json, part.code().name(), part.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<Missing> missing(Field array) throws MalformedMessageException {
        List<Missing> missing = new ArrayList<>();
        for (Field part : array.entries(Outcome.Partial.MAX_MISSING)) {
            missing.add(new Missing(
                    part.get("what").text(),
                    part.get("code").constant(Missing.Code.class),
                    part.get("detail").text()));
        }
        return missing;
    }

    private static void code(JsonGenerator json, String code, String detail) throws IOException {
        json.writeStringField("code", code);
        json.writeStringField("detail", detail);
    }
}
