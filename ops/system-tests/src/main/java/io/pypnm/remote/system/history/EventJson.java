package io.pypnm.remote.system.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.history.HistoryEvent.Accepted;
import io.pypnm.remote.system.history.HistoryEvent.Answered;
import io.pypnm.remote.system.history.HistoryEvent.Attempted;
import io.pypnm.remote.system.history.HistoryEvent.Counted;
import io.pypnm.remote.system.history.HistoryEvent.Delivered;
import io.pypnm.remote.system.history.HistoryEvent.DeviceSet;
import io.pypnm.remote.system.history.HistoryEvent.Drained;
import io.pypnm.remote.system.history.HistoryEvent.Killed;
import io.pypnm.remote.system.history.HistoryEvent.Open;
import io.pypnm.remote.system.history.HistoryEvent.Ready;
import io.pypnm.remote.system.history.HistoryEvent.Receipted;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// One event as one line of JSON. A line of the lab's own log of SETs, which has no `event`, is read as a `device-set`.
final class EventJson {
    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    String write(HistoryEvent event) {
        ObjectNode json = mapper.createObjectNode();
        json.put("at", event.at().toString());
        switch (event) {
            case Attempted it ->
                json.put("event", "attempted")
                        .put("request", it.request())
                        .put("agent", it.agent().value())
                        .put("effect", it.effect().wireName())
                        .put("device", it.device())
                        .put("value", it.value());
            case Accepted it ->
                json.put("event", "accepted")
                        .put("request", it.request())
                        .put("id", it.id().toString())
                        .put("startBy", it.startBy().toString())
                        .put("runForMillis", it.runFor().toMillis());
            case Delivered it ->
                json.put("event", "delivered")
                        .put("id", it.id().toString())
                        .put("agent", it.agent().value());
            case DeviceSet it ->
                json.put("event", "device-set")
                        .put("device", it.device())
                        .put("oid", it.oid())
                        .put("value", it.value());
            case Receipted it ->
                json.put("event", "receipted")
                        .put("id", it.id().toString())
                        .put("outcome", it.outcome().wireName());
            case Answered it ->
                json.put("event", "answered")
                        .put("id", it.id().toString())
                        .put("agent", it.agent().value())
                        .put("of", it.of().toString())
                        .put("outcome", it.outcome().wireName())
                        .put("attempts", it.attempts())
                        .put("endedAt", it.endedAt().toString());
            case Open it -> json.put("event", "open").put("id", it.id().toString());
            case Counted it -> {
                json.put("event", "counted").put("accepted", it.accepted()).put("open", it.open());
                it.ended().forEach((kind, count) -> json.put(kind.wireName(), count));
            }
            case Drained it ->
                json.put("event", "drained")
                        .put("queue", it.queue())
                        .put("depth", it.depth())
                        .put("delivering", it.delivering());
            case Killed it -> json.put("event", "killed").put("process", it.process());
            case Ready it -> json.put("event", "ready").put("process", it.process());
        }
        return json.toString();
    }

    /// Reads one line.
    ///
    /// @throws IllegalArgumentException if it is not an event
    HistoryEvent read(String line) {
        try {
            return read(mapper.readTree(line));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time: " + e.getMessage(), e);
        }
    }

    private static HistoryEvent read(JsonNode json) {
        Instant at = Instant.parse(text(json, "at"));
        String event = json.has("event") ? text(json, "event") : "device-set";
        return switch (event) {
            case "attempted" ->
                new Attempted(
                        at,
                        text(json, "request"),
                        agent(json),
                        Effect.named(text(json, "effect")),
                        text(json, "device"),
                        text(json, "value"));
            case "accepted" ->
                new Accepted(
                        at,
                        text(json, "request"),
                        id(json, "id"),
                        Instant.parse(text(json, "startBy")),
                        Duration.ofMillis(number(json, "runForMillis")));
            case "delivered" -> new Delivered(at, id(json, "id"), agent(json));
            case "device-set" ->
                new DeviceSet(
                        at, text(json, "device"), text(json, "oid"), text(json, json.has("value") ? "value" : "hex"));
            case "receipted" -> new Receipted(at, id(json, "id"), outcome(json));
            case "answered" ->
                new Answered(
                        at,
                        id(json, "id"),
                        agent(json),
                        id(json, "of"),
                        outcome(json),
                        (int) number(json, "attempts"),
                        Instant.parse(text(json, "endedAt")));
            case "open" -> new Open(at, id(json, "id"));
            case "counted" -> new Counted(at, number(json, "accepted"), number(json, "open"), ended(json));
            case "drained" -> new Drained(at, text(json, "queue"), number(json, "depth"), number(json, "delivering"));
            case "killed" -> new Killed(at, text(json, "process"));
            case "ready" -> new Ready(at, text(json, "process"));
            default -> throw new IllegalArgumentException("unknown event: " + event);
        };
    }

    private static Map<OutcomeKind, Long> ended(JsonNode json) {
        Map<OutcomeKind, Long> ended = new EnumMap<>(OutcomeKind.class);
        for (OutcomeKind kind : OutcomeKind.values()) {
            ended.put(kind, json.path(kind.wireName()).asLong(0));
        }
        return ended;
    }

    private static AgentId agent(JsonNode json) {
        return new AgentId(text(json, "agent"));
    }

    private static CommandId id(JsonNode json, String field) {
        return CommandId.parse(text(json, field));
    }

    private static OutcomeKind outcome(JsonNode json) {
        String name = text(json, "outcome");
        return OutcomeKind.named(name).orElseThrow(() -> new IllegalArgumentException("unknown outcome: " + name));
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isValueNode()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.asText();
    }

    private static long number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException(field + " must be a whole number");
        }
        return value.longValue();
    }
}
