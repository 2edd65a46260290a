package io.pypnm.remote.gateway.api;

import io.pypnm.remote.gateway.http.Route;
import java.util.ArrayList;
import java.util.List;

/// All resources of the API.
public final class Api {
    private Api() {}

    /// Each resource with its route.
    ///
    /// @param maxClaimPart bytes of one part of a claim
    public static List<Route> routes(ApiServices services, int maxClaimPart) {
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
        routes.addAll(new ContentApi(services.ledger(), services.claims()).routes());
        routes.addAll(new AgentsApi(
                        services.accounts(), services.ledger(), services.sessions(), services.audit(), services.clock())
                .routes());
        routes.addAll(new ModemsApi(services.locator()).routes());
        routes.addAll(new QueuesApi(services.queues()).routes());
        routes.addAll(new ClaimsApi(
                        services.tokens(), services.sessions(), services.ledger(), services.claims(), maxClaimPart)
                .routes());
        routes.addAll(new StatusApi(services.health(), services.metrics()).routes());
        return routes;
    }
}
