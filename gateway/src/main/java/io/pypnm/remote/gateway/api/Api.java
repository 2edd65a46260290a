package io.pypnm.remote.gateway.http;

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
        var authenticator = new Authenticator(services.keys());
        var router = new Router(routes(services, config.maxClaimPart()), authenticator, config.maxBodyBytes());
        return HttpServer.start(config, router, endpoints);
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
        routes.addAll(new AgentsApi(services.accounts(), services.ledger(), services.sessions()).routes());
        routes.addAll(new QueuesApi(services.queues()).routes());
        routes.addAll(new ClaimsApi(
                        services.tokens(), services.sessions(), services.ledger(), services.claims(), maxClaimPart)
                .routes());
        routes.addAll(new StatusApi(services.health(), services.metrics()).routes());
        return routes;
    }
}
