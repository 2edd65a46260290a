package io.pypnm.remote.gateway.api;

import io.pypnm.remote.broker.BrokerException;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Caller;
import io.pypnm.remote.gateway.http.Json;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// `/health`, `/metrics` and the API's own description. To those without a key, health gives no details.
final class StatusApi {
    private static final String DOCUMENT = "/io/pypnm/remote/contracts/openapi.json";

    private final Health health;
    private final ApiServices.Metrics metrics;

    StatusApi(Health health, ApiServices.Metrics metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/health", this::health),
                Route.open("GET", "/api/openapi.json", this::document),
                Route.needs(Role.VIEWER, "GET", "/metrics", this::metrics));
    }

    private Answer document(Call call) throws IOException {
        try (InputStream in = Objects.requireNonNull(StatusApi.class.getResourceAsStream(DOCUMENT), DOCUMENT)) {
            return Answer.json(200, in.readAllBytes());
        }
    }

    private Answer health(Call call) {
        List<Health.Check> checks = health.checks();
        boolean told = call.caller() instanceof Caller.KeyHolder;
        boolean critical = checks.stream().anyMatch(check -> check.severity() == Health.Severity.CRITICAL);
        return Answer.json(critical ? 503 : 200, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("status", critical ? "down" : "up");
            json.writeArrayFieldStart("checks");
            for (Health.Check check : checks) {
                json.writeStartObject();
                json.writeStringField("name", check.name());
                json.writeStringField("severity", check.severity().name());
                if (told) {
                    json.writeStringField("detail", check.detail());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private Answer metrics(Call call) throws Problem {
        try {
            byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
            return Answer.text("text/plain; version=0.0.4; charset=utf-8", text);
        } catch (BrokerException e) {
            throw QueuesApi.unavailable(e);
        }
    }
}
