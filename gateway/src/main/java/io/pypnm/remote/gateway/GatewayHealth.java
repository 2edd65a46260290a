package io.pypnm.remote.gateway;

import io.pypnm.remote.broker.Broker;
import io.pypnm.remote.broker.BrokerHealth;
import io.pypnm.remote.broker.QueueStatus;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.gateway.api.Health;
import io.pypnm.remote.gateway.api.Health.Check;
import io.pypnm.remote.gateway.api.Health.Severity;
import io.pypnm.remote.gateway.ledger.Totals;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.session.AgentSessions;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.gateway.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The gateway's checks, one for each thing it cannot do without.
final class GatewayHealth {
    private GatewayHealth() {}

    /// All of them.
    ///
    /// @param outcomes address of this gateway's outcomes
    static Health of(
            Broker broker, Queues queues, String outcomes, Store store, LedgerPulse pulse, AgentSessions sessions) {
        return new Health(List.of(
                () -> broker(broker.health()),
                () -> disk(broker.health()),
                () -> ledger(store),
                () -> writer(pulse.state()),
                () -> collected("outcomes", outcomes, "outcomes are received and not recorded", queues),
                () -> collected("expired", Addresses.EXPIRED, "commands that expire stay open", queues),
                () -> collected("dead", Addresses.DEAD, "commands that nobody took stay open", queues),
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
            return new Check("ledger", Severity.OK, totals.open() + " of " + totals.accepted() + " commands are open");
        } catch (StoreException e) {
            return new Check("ledger", Severity.CRITICAL, "the ledger does not answer: " + e.getMessage());
        }
    }

    private static Check writer(LedgerPulse.State state) {
        return switch (state) {
            case LedgerPulse.State.Well() -> new Check("ledger-disk", Severity.OK, "writes, and no damage was found");
            case LedgerPulse.State.Silent(Duration since) ->
                new Check(
                        "ledger-disk",
                        Severity.CRITICAL,
                        "nothing could be written for " + since.toSeconds() + " s; look at the disk");
            case LedgerPulse.State.Damaged(List<String> found) ->
                new Check(
                        "ledger-disk",
                        Severity.CRITICAL,
                        "the ledger's file is damaged: " + found.getFirst() + "; restore it from a backup");
        };
    }

    /// Each of these queues is emptied by a thread of the gateway's, which comes back by itself if the broker does.
    private static Check collected(String name, String queue, String otherwise, Queues queues) {
        Optional<QueueStatus> status = queues.find(queue);
        boolean collected = status.isPresent() && status.get().consumers() > 0;
        return collected
                ? new Check(name, Severity.OK, status.get().depth() + " wait")
                : new Check(name, Severity.CRITICAL, otherwise + "; if it stays so, start the gateway again");
    }

    private static Check agents(AgentSessions sessions) {
        int online = sessions.identities().size();
        return new Check("agents", Severity.OK, online + " connected");
    }
}
