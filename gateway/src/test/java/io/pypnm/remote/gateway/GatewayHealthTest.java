package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.broker.Broker;
import io.pypnm.remote.broker.BrokerConfig;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.gateway.api.Health;
import io.pypnm.remote.gateway.api.Health.Check;
import io.pypnm.remote.gateway.api.Health.Severity;
import io.pypnm.remote.gateway.messaging.Messaging;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.session.AgentSessions;
import io.pypnm.remote.gateway.store.Store;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What no healthy gateway shows: parts of it are missing here.
class GatewayHealthTest {
    private static final GatewayId ID = new GatewayId("test");

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path data;

    private Broker broker;
    private Store store;

    @BeforeEach
    void open() throws Exception {
        store = Store.open(data.resolve("ledger.db"), Clock.systemUTC());
        broker = Broker.start(BrokerConfig.in(data.resolve("broker")), Clock.systemUTC(), _ -> {});
        broker.addGateway(ID);
    }

    @AfterEach
    void close() {
        broker.close();
        store.close();
    }

    private Check check(String name) {
        return check(name, store);
    }

    private Check check(String name, Store store) {
        Health health = GatewayHealth.of(
                broker,
                new Queues(broker),
                Addresses.outcomes(ID),
                store,
                new LedgerPulse(store, Clock.systemUTC()),
                new AgentSessions());
        return health.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void queueThatNobodyEmptiesIsCriticalUntilSomebodyDoes() throws JMSException {
        for (String name : new String[] {"outcomes", "expired", "dead"}) {
            assertThat(check(name).severity()).as(name).isEqualTo(Severity.CRITICAL);
        }

        try (Messaging messaging = Messaging.connect(broker.uri(), 1, 0);
                Session session = messaging.automatic()) {
            session.createConsumer(session.createQueue(Addresses.outcomes(ID)));

            assertThat(check("outcomes").severity()).isEqualTo(Severity.OK);
            assertThat(check("expired").severity()).isEqualTo(Severity.CRITICAL);
        }
    }

    @Test
    void stoppedBrokerIsCriticalAndSaysWhatToDo() {
        assertThat(check("broker").severity()).isEqualTo(Severity.OK);

        broker.close();

        assertThat(check("broker").severity()).isEqualTo(Severity.CRITICAL);
        assertThat(check("broker").detail()).contains("start the gateway again");
    }

    @Test
    void ledgerThatDoesNotAnswerIsCriticalAndSaysWhy() {
        assertThat(check("ledger").severity()).isEqualTo(Severity.OK);
        Store closed = Store.open(data.resolve("ledger.db"), Clock.systemUTC());
        closed.close();

        assertThat(check("ledger", closed).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(check("ledger", closed).detail()).contains("closed");
    }
}
