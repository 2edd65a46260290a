package io.pypnm.remote.gateway.api;

import io.pypnm.remote.gateway.http.HttpConfig;
import io.pypnm.remote.gateway.http.HttpServer;
import io.pypnm.remote.gateway.http.Route;
import jakarta.websocket.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// All resources of the API.
public final class Api {
    private Api() {}

    /// Starts serving them, and agents beside them.
    ///
    /// @param endpoints makes the endpoint of each agent connection
    /// @throws Exception if the port cannot be had
    public static HttpServer serve(HttpConfig config, ApiServices services, Supplier<Endpoint> endpoints)
            throws Exception {
        return HttpServer.start(config, services.keys(), routes(services, config.maxClaimPart()), endpoints);
    }

    static List<Route> routes(ApiServices services, int maxClaimPart) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new CommandsApi(
                        services.dispatcher(),
                        services.settler(),
                        services.cancellations(),
                        services.ledger(),
                        services.accounts(),
                        services.claims(),
                        services.explain())
                .routes());
        routes.addAll(new AgentsApi(
                        services.accounts(), services.ledger(), services.sessions(), services.audit(), services.clock())
                .routes());
        routes.addAll(new QueuesApi(services.queues()).routes());
        routes.addAll(new ClaimsApi(
                        services.tokens(), services.sessions(), services.ledger(), services.claims(), maxClaimPart)
                .routes());
        routes.addAll(new StatusApi(services.health(), services.metrics()).routes());
        return routes;
    }
}
