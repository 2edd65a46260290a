package io.pypnm.remote.gateway;

import io.pypnm.remote.broker.Broker;
import io.pypnm.remote.broker.BrokerHealth;
import io.pypnm.remote.gateway.api.Health;
import io.pypnm.remote.gateway.api.Health.Check;
import io.pypnm.remote.gateway.api.Health.Severity;
import io.pypnm.remote.gateway.ledger.Totals;
import io.pypnm.remote.gateway.session.AgentSessions;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.gateway.store.StoreException;
import java.util.List;

/// The gateway's checks, one for each thing it cannot do without.
final class GatewayHealth {
    private GatewayHealth() {}

    static Health of(Broker broker, Store store, AgentSessions sessions) {
        return new Health(List.of(
                () -> broker(broker.health()),
                () -> disk(broker.health()),
                () -> ledger(store),
                () -> agents(sessions)));
    }

    private static Check broker(BrokerHealth health) {
        return health.serves()
                ? new Check("broker", Severity.OK, "journal " + health.journal())
                : new Check("broker", Severity.CRITICAL, health.failure() + "; start the gateway again");
    }

    private static Check disk(BrokerHealth health) {
        String used = "disk " + health.diskUsedPercent() + " % full";
        if (!health.diskWritable()) {
            return new Check("disk", Severity.CRITICAL, used + ": nothing can be stored; free some space");
        }
        return health.diskOpen()
                ? new Check("disk", Severity.OK, used)
                : new Check(
                        "disk",
                        Severity.WARNING,
                        used + ": commands are refused, outcomes still taken; free some space");
    }

    private static Check ledger(Store store) {
        try {
            Totals totals = store.ledger().totals();
            return totals.addUp()
                    ? new Check(
                            "ledger", Severity.OK, totals.open() + " of " + totals.accepted() + " commands are open")
                    : new Check("ledger", Severity.CRITICAL, "the sum of outcomes does not add up: " + totals);
        } catch (StoreException e) {
            return new Check("ledger", Severity.CRITICAL, "the ledger does not answer: " + e.getMessage());
        }
    }

    private static Check agents(AgentSessions sessions) {
        int online = sessions.identities().size();
        return new Check("agents", Severity.OK, online + " connected");
    }
}
