package io.pypnm.remote.broker;

import static io.pypnm.remote.broker.Brokers.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.contracts.address.Lane;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Which queues there are, and that there are no others.
final class AddressPlanTest {
    private static final String INTERACTIVE = Addresses.commands(AGENT, Lane.INTERACTIVE);

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path directory;

    @Test
    void agentHasThreeLanesAndAControlQueueAllDurableAndAnycast() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);

            assertThat(broker.queues())
                    .extracting(QueueStatus::queue)
                    .containsExactly(
                            "commands.jump-01.bulk",
                            "commands.jump-01.interactive",
                            "commands.jump-01.long",
                            "control.jump-01",
                            "dead",
                            "expired");
            for (QueueStatus status : broker.queues()) {
                QueueQuery queue = client.session().queueQuery(SimpleString.of(status.queue()));
                assertThat(queue.isDurable()).isTrue();
                assertThat(queue.getRoutingType()).isEqualTo(RoutingType.ANYCAST);
                assertThat(queue.getAddress().toString()).isEqualTo(status.queue());
            }
        }
    }

    @Test
    void addingAgainChangesNothing() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            broker.addGateway(new GatewayId("gw"));
            client.send(INTERACTIVE, "c1");

            broker.addAgent(AGENT);
            broker.addGateway(new GatewayId("gw"));

            assertThat(broker.queues()).hasSize(7);
            assertThat(client.drain(INTERACTIVE)).containsExactly("c1");
        }
    }

    @Test
    void queuesAreThereAfterARestart() throws Exception {
        try (Broker broker = Brokers.start(directory)) {
            broker.addAgent(AGENT);
            broker.addGateway(new GatewayId("gw"));
        }

        try (Broker broker = Brokers.start(directory)) {
            assertThat(broker.queues()).hasSize(7);
            assertThat(broker.queue(Addresses.outcomes(new GatewayId("gw")))).isPresent();
        }
    }

    @Test
    void nothingIsMadeBySendingToItOrReadingFromIt() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            assertThatExceptionOfType(ActiveMQException.class).isThrownBy(() -> client.send(INTERACTIVE, "c1"));
            assertThatExceptionOfType(ActiveMQNonExistentQueueException.class)
                    .isThrownBy(() -> client.consumer(INTERACTIVE));

            assertThat(broker.queue(INTERACTIVE)).isEmpty();
            assertThat(broker.queues()).extracting(QueueStatus::queue).containsExactly("dead", "expired");
        }
    }

    @Test
    void wildcardIsNoAddress() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);

            assertThatExceptionOfType(ActiveMQException.class).isThrownBy(() -> client.send("commands.#", "c1"));
            assertThatExceptionOfType(ActiveMQException.class).isThrownBy(() -> client.consumer("commands.#"));
        }
    }

    @Test
    void sendToAnAbsentAgentThatNamesNoRoutingTypeGoesToDead() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            ClientMessage command = client.message("c1");
            command.setRoutingType(null);

            client.send(INTERACTIVE, command);

            assertThat(client.drain(Addresses.DEAD)).containsExactly("c1");
        }
    }

    @Test
    void eventsReachEverySubscriberAndNoneWhoIsNotThere() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            client.send(Addresses.EVENTS, event(client, "before anyone listens"));
            for (String name : new String[] {"first", "second"}) {
                client.session()
                        .createQueue(QueueConfiguration.of(name)
                                .setAddress(Addresses.EVENTS)
                                .setRoutingType(RoutingType.MULTICAST)
                                .setDurable(false)
                                .setTemporary(true));
            }

            client.send(Addresses.EVENTS, event(client, "e1"));

            assertThat(client.drain("first")).containsExactly("e1");
            assertThat(client.drain("second")).containsExactly("e1");
            assertThat(broker.queues()).extracting(QueueStatus::queue).containsExactly("dead", "expired");
            client.session().deleteQueue("first");
            client.session().deleteQueue("second");
        }
    }

    @Test
    void controlReachesAListeningAgentAndIsNotKeptForAnAbsentOne() throws Exception {
        String control = Addresses.control(AGENT);
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);

            client.send(control, client.nonDurable("to nobody"));
            try (ClientConsumer consumer = client.consumer(control)) {
                client.send(control, client.nonDurable("cancel c1"));

                assertThat(Client.take(consumer, Client.SOON))
                        .get()
                        .extracting(message -> String.valueOf(message.getCorrelationID()))
                        .isEqualTo("cancel c1");
                client.send(control, client.nonDurable("never read"));
            }

            assertThat(client.take(control, Duration.ofMillis(100))).isEmpty();
        }
    }

    private static ClientMessage event(Client client, String id) {
        ClientMessage event = client.nonDurable(id);
        event.setRoutingType(RoutingType.MULTICAST);
        return event;
    }
}
