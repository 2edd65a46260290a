package io.pypnm.remote.gateway.api;

import io.pypnm.remote.broker.BrokerException;
import io.pypnm.remote.gateway.access.AgentTokens;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.dispatch.Cancellations;
import io.pypnm.remote.gateway.dispatch.Dispatcher;
import io.pypnm.remote.gateway.dispatch.Explain;
import io.pypnm.remote.gateway.dispatch.Settler;
import io.pypnm.remote.gateway.locate.ModemLocator;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.session.AgentSessions;
import io.pypnm.remote.gateway.store.Accounts;
import io.pypnm.remote.gateway.store.Audit;
import io.pypnm.remote.gateway.store.Ledger;
import java.time.InstantSource;

/// What the API shows and does.
public record ApiServices(
        Dispatcher dispatcher,
        Settler settler,
        Cancellations cancellations,
        Explain explain,
        Ledger ledger,
        Accounts accounts,
        Audit audit,
        AgentTokens tokens,
        AgentSessions sessions,
        ClaimStore claims,
        ModemLocator locator,
        Queues queues,
        Health health,
        Metrics metrics,
        InstantSource clock) {

    /// What `/metrics` shows.
    @FunctionalInterface
    public interface Metrics {
        /// The metrics as they are now, in Prometheus's text format.
        String scrape() throws BrokerException;
    }
}
