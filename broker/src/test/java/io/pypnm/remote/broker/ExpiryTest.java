package io.pypnm.remote.broker;

import static io.pypnm.remote.broker.Brokers.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.contracts.address.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A command that nobody takes in time comes to `expired`, and nothing else does.
final class ExpiryTest {
    private static final String COMMANDS = Addresses.commands(AGENT, Lane.BULK);
    private static final Duration LONG_PAST = Duration.ofHours(-1);

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path directory;

    @Test
    void expiredCommandKeepsItsHeadersAndBodyAndSaysWhereItWas() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            ClientMessage command = expiring(client.message("c1"), Duration.ofMillis(50));
            command.setReplyTo(SimpleString.of("outcomes.gw"));
            command.putStringProperty("effect", "set");

            client.send(COMMANDS, command);

            ClientMessage expired = client.take(Addresses.EXPIRED, Client.SOON).orElseThrow();
            assertThat(String.valueOf(expired.getCorrelationID())).isEqualTo("c1");
            assertThat(expired.getStringProperty("effect")).isEqualTo("set");
            assertThat(expired.getReplyTo().toString()).isEqualTo("outcomes.gw");
            assertThat(expired.getStringProperty(Message.HDR_ORIGINAL_ADDRESS)).isEqualTo(COMMANDS);
            assertThat(expired.isDurable()).isTrue();
            byte[] body = new byte[expired.getBodySize()];
            expired.getBodyBuffer().readBytes(body);
            assertThat(body).asString().isEqualTo("c1");
            assertThat(broker.queue(COMMANDS).orElseThrow().depth()).isZero();
        }
    }

    @Test
    void commandsInPageFilesExpireThoughNobodyReadsThem() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            List<String> waiting = Paging.start(client, COMMANDS);
            int expiring = 500;
            for (int i = 0; i < expiring; i++) {
                client.send(COMMANDS, expiring(client.message("c" + i, 1_000), Duration.ofMillis(50)));
            }

            assertThat(client.drain(COMMANDS, waiting.size())).containsAll(waiting);

            assertThat(client.drain(Addresses.EXPIRED, expiring))
                    .hasSize(expiring)
                    .doesNotHaveDuplicates();
            await().until(() -> broker.queue(COMMANDS).orElseThrow().depth() == 0);
        }
    }

    @Test
    void commandThatExpiredBeforeItWasSentComesToExpiredToo() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);

            client.send(COMMANDS, expiring(client.message("c1"), LONG_PAST));

            assertThat(client.drain(Addresses.EXPIRED, 1)).containsExactly("c1");
        }
    }

    @Test
    void commandInAnAgentsHandsDoesNotExpire() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker);
                var agent = new Client(broker)) {
            broker.addAgent(AGENT);
            client.send(COMMANDS, expiring(client.message("held"), Duration.ofMillis(300)));
            try (ClientConsumer consumer = agent.consumer(COMMANDS)) {
                ClientMessage held = consumer.receive(Client.SOON.toMillis());
                client.send(COMMANDS, expiring(client.message("waiting"), Duration.ofMillis(300)));

                assertThat(client.drain(Addresses.EXPIRED, 1)).containsExactly("waiting");
                held.individualAcknowledge();
            }

            assertThat(broker.queue(COMMANDS).orElseThrow().depth()).isZero();
            assertThat(broker.queue(Addresses.EXPIRED).orElseThrow().depth()).isZero();
        }
    }

    @Test
    void everyCommandHasAnEnd() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            client.send(COMMANDS, "without an expiration");
            client.send(COMMANDS, expiring(client.message("in a year"), Duration.ofDays(365)));

            long day = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
            for (int i = 0; i < 2; i++) {
                ClientMessage command = client.take(COMMANDS, Client.SOON).orElseThrow();
                assertThat(command.getExpiration()).isBetween(day - 60_000, day);
            }
        }
    }

    @Test
    void outcomesAndControlMessagesNeverExpire() throws Exception {
        String outcomes = Addresses.outcomes(new GatewayId("gw"));
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker);
                var agent = new Client(broker)) {
            broker.addAgent(AGENT);
            broker.addGateway(new GatewayId("gw"));
            try (ClientConsumer control = agent.consumer(Addresses.control(AGENT))) {
                client.send(outcomes, expiring(client.message("outcome"), LONG_PAST));
                client.send(Addresses.control(AGENT), expiring(client.message("control"), LONG_PAST));
                client.send(COMMANDS, expiring(client.message("command"), LONG_PAST));

                // Came by a scan that has passed the others by.
                assertThat(client.drain(Addresses.EXPIRED, 1)).containsExactly("command");
                assertThat(client.drain(outcomes)).containsExactly("outcome");
                assertThat(Client.take(control, Client.SOON)).isPresent();
            }
        }
    }

    private static ClientMessage expiring(ClientMessage message, Duration in) {
        message.setExpiration(System.currentTimeMillis() + in.toMillis());
        return message;
    }
}
