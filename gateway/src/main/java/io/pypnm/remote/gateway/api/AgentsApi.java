package io.pypnm.remote.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.agentlink.AgentSessions;
import io.pypnm.remote.gateway.agentlink.LiveAgent;
import io.pypnm.remote.gateway.ledger.SessionRow;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.Ledger;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/agents`: who there is, who is connected.
final class AgentsApi {
    private final Accounts accounts;
    private final Ledger ledger;
    private final AgentSessions sessions;

    AgentsApi(Accounts accounts, Ledger ledger, AgentSessions sessions) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.sessions = sessions;
    }

    List<Route> routes() {
        return List.of(
                Route.needs(Role.VIEWER, "GET", "/api/agents", this::list),
                Route.needs(Role.VIEWER, "GET", "/api/agents/{agent}", this::get),
                Route.needs(Role.ADMIN, "POST", "/api/agents/{agent}/takeover", this::takeover));
    }

    private Answer list(Call call) throws Exception {
        List<Entry> entries = accounts.agents().stream().map(this::entry).toList();
        return Answer.json(200, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("agents");
            for (Entry entry : entries) {
                write(json, entry);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private Answer get(Call call) throws Exception {
        AgentId agent = CommandsApi.agent(call.path("agent"));
        if (!accounts.knows(agent)) {
            throw Problem.notFound("agent " + agent);
        }
        return Answer.json(200, Json.bytes(json -> write(json, entry(agent))));
    }

    /// Ends the agent's live session, so that another instance can take its place.
    private Answer takeover(Call call) throws Exception {
        AgentId agent = CommandsApi.agent(call.path("agent"));
        if (!sessions.end(agent, "an administrator ended the session")) {
            throw Problem.notFound("a session of " + agent);
        }
        return Answer.empty(204, Map.of());
    }

    /// How an agent stands: connected, away since, or never seen.
    private sealed interface Standing {
        record Online(LiveAgent live) implements Standing {}

        record Away(SessionRow last) implements Standing {}

        record NeverSeen() implements Standing {}
    }

    private record Entry(AgentId agent, Standing standing) {}

    private Entry entry(AgentId agent) {
        Optional<LiveAgent> live = sessions.find(agent);
        if (live.isPresent()) {
            return new Entry(agent, new Standing.Online(live.get()));
        }
        Optional<SessionRow> last = ledger.lastSession(agent);
        return new Entry(agent, last.isPresent() ? new Standing.Away(last.get()) : new Standing.NeverSeen());
    }

    private static void write(JsonGenerator json, Entry entry) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", entry.agent().value());
        json.writeBooleanField("online", entry.standing() instanceof Standing.Online);
        switch (entry.standing()) {
            case Standing.Online(LiveAgent live) -> {
                json.writeStringField("since", live.since().toString());
                json.writeStringField("source", live.source());
                json.writeStringField("instance", live.identity().instance().toString());
                json.writeNumberField("epoch", live.identity().epoch());
                json.writeBooleanField("journal", live.identity().journal());
                json.writeStringField("version", live.about());
                json.writeNumberField("in_flight", live.inFlight());
            }
            case Standing.Away(SessionRow last) -> {
                json.writeStringField("last_connected_at", last.openedAt().toString());
                json.writeStringField("instance", last.instance().toString());
                json.writeNumberField("epoch", last.epoch());
            }
            case Standing.NeverSeen() -> {}
        }
        json.writeEndObject();
    }
}
