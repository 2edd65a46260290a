package io.pypnm.remote.gateway.api;

import io.pypnm.remote.broker.BrokerException;
import io.pypnm.remote.broker.QueueStatus;
import io.pypnm.remote.gateway.access.Role;
import io.pypnm.remote.gateway.http.Answer;
import io.pypnm.remote.gateway.http.Call;
import io.pypnm.remote.gateway.http.Json;
import io.pypnm.remote.gateway.http.Problem;
import io.pypnm.remote.gateway.http.Route;
import io.pypnm.remote.gateway.messaging.Queues;
import java.util.List;

/// `/api/queues`: what waits where, and how long.
final class QueuesApi {
    private final Queues queues;

    QueuesApi(Queues queues) {
        this.queues = queues;
    }

    List<Route> routes() {
        return List.of(Route.needs(Role.VIEWER, "GET", "/api/queues", this::list));
    }

    static Problem unavailable(BrokerException e) {
        return new Problem(Problem.Code.UNAVAILABLE, "the broker does not answer: " + e.getMessage());
    }

    private Answer list(Call call) throws Problem {
        List<QueueStatus> statuses;
        try {
            statuses = queues.all();
        } catch (BrokerException e) {
            throw unavailable(e);
        }
        return Answer.json(200, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("queues");
            for (QueueStatus status : statuses) {
                json.writeStartObject();
                json.writeStringField("name", status.queue());
                json.writeNumberField("depth", status.depth());
                json.writeNumberField("delivering", status.delivering());
                json.writeNumberField("consumers", status.consumers());
                json.writeNumberField("oldest_age_seconds", status.oldest().toMillis() / 1000.0);
                json.writeBooleanField("full", status.full());
                json.writeBooleanField("depth_exact", status.depthExact());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }
}
