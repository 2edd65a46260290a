package io.pypnm.remote.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Json;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.ledger.SessionRow;
import io.pypnm.remote.gateway.session.AgentSessions;
import io.pypnm.remote.gateway.session.LiveAgent;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.Audit;
import io.pypnm.remote.gateway.store.Ledger;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/agents`: who there is, who is connected.
final class AgentsApi {
    private final Accounts accounts;
    private final Ledger ledger;
    private final AgentSessions sessions;
    private final Audit audit;
    private final InstantSource clock;

    AgentsApi(Accounts accounts, Ledger ledger, AgentSessions sessions, Audit audit, InstantSource clock) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.needs(Role.VIEWER, "GET", "/api/agents", this::list),
                Route.needs(Role.VIEWER, "GET", "/api/agents/{agent}", this::get),
                Route.needs(Role.ADMIN, "POST", "/api/agents/{agent}/takeover", this::takeover));
    }

    private Answer list(Call call) throws Exception {
        List<AgentId> agents = accounts.agents();
        return Answer.json(200, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("agents");
            for (AgentId agent : agents) {
                write(json, agent);
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
        return Answer.json(200, Json.bytes(json -> write(json, agent)));
    }

    /// Ends the agent's live session, so that another instance can take its place.
    private Answer takeover(Call call) throws Exception {
        AgentId agent = CommandsApi.agent(call.path("agent"));
        if (!sessions.end(agent, "an administrator ended the session")) {
            throw Problem.notFound("a session of " + agent);
        }
        audit.append(clock.instant(), call.caller().name(), "session ended", agent.value());
        return Answer.empty(204, Map.of());
    }

    private void write(JsonGenerator json, AgentId agent) throws IOException {
        Optional<LiveAgent> live = sessions.find(agent);
        json.writeStartObject();
        json.writeStringField("id", agent.value());
        json.writeBooleanField("online", live.isPresent());
        if (live.isPresent()) {
            write(json, live.get());
        } else {
            Optional<SessionRow> last = ledger.lastSession(agent);
            if (last.isPresent()) {
                write(json, last.get());
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, LiveAgent live) throws IOException {
        json.writeStringField("since", live.since().toString());
        json.writeStringField("source", live.source());
        json.writeStringField("instance", live.identity().instance().toString());
        json.writeNumberField("epoch", live.identity().epoch());
        json.writeBooleanField("journal", live.identity().journal());
        json.writeStringField("version", live.about());
        json.writeNumberField("in_flight", live.inFlight());
    }

    private static void write(JsonGenerator json, SessionRow last) throws IOException {
        json.writeStringField("last_connected_at", last.openedAt().toString());
        if (last.end() instanceof SessionRow.End.Closed(Instant at)) {
            json.writeStringField("last_seen_at", at.toString());
        }
        json.writeStringField("instance", last.instance().toString());
        json.writeNumberField("epoch", last.epoch());
    }
}
