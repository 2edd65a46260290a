package io.pypnm.remote.system.plant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import java.time.Duration;
import java.time.Instant;

/// A command as the API shows it.
///
/// @param endedAt EPOCH while it is open
/// @param outcome a missing node while it is open
public record CommandView(
        CommandId id,
        AgentId agent,
        String state,
        Instant startBy,
        Duration runFor,
        int attempts,
        Instant endedAt,
        JsonNode outcome) {

    /// As the API shows it.
    public static CommandView of(JsonNode json) {
        return new CommandView(
                CommandId.parse(json.path("id").asText()),
                new AgentId(json.path("agent").asText()),
                json.path("state").asText(),
                Instant.parse(json.path("start_by").asText()),
                Duration.ofSeconds(json.path("run_for_seconds").asLong()),
                json.path("attempts").asInt(),
                json.has("ended_at") ? Instant.parse(json.path("ended_at").asText()) : Instant.EPOCH,
                json.path("outcome"));
    }

    public boolean hasEnded() {
        return state.equals("ended");
    }

    public OutcomeKind kind() {
        return OutcomeKind.named(outcome.path("outcome").asText()).orElseThrow();
    }

    /// The machine-readable reason, or empty.
    public String code() {
        return outcome.path("code").asText("");
    }
}
