package io.pypnm.remote.broker;

import static io.pypnm.remote.broker.Brokers.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.Lane;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class QueueStatusTest {
    private static final String COMMANDS = Addresses.commands(AGENT, Lane.BULK);

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path directory;

    @Test
    void emptyQueueHasNoAge() throws Exception {
        try (Broker broker = Brokers.start(directory)) {
            broker.addAgent(AGENT);

            assertThat(broker.queue(COMMANDS)).contains(new QueueStatus(COMMANDS, 0, 0, 0, Duration.ZERO, true, false));
            assertThat(broker.queue("commands.nobody.bulk")).isEmpty();
        }
    }

    @Test
    void countsWhatWaitsAndWhatAConsumerHolds() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            for (int i = 0; i < 5; i++) {
                client.send(COMMANDS, sentAgo(client, "c" + i, Duration.ofMinutes(10 - i)));
            }
            try (ClientConsumer consumer = client.consumer(COMMANDS)) {
                ClientMessage first = consumer.receive(Client.SOON.toMillis());

                QueueStatus held = broker.queue(COMMANDS).orElseThrow();
                assertThat(held.depth()).isEqualTo(5);
                assertThat(held.delivering()).isEqualTo(1);
                assertThat(held.consumers()).isEqualTo(1);
                assertThat(held.oldest()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));

                first.individualAcknowledge();
                await().until(() -> broker.queue(COMMANDS).orElseThrow().depth() == 4);
                assertThat(broker.queue(COMMANDS).orElseThrow().oldest())
                        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
            }
            await().untilAsserted(() -> assertThat(broker.queue(COMMANDS))
                    .get()
                    .extracting(QueueStatus::delivering, QueueStatus::consumers)
                    .containsExactly(0L, 0));
        }
    }

    @Test
    void expiredCommandIsAsOldAsItsExpiry() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            ClientMessage command = sentAgo(client, "c1", Duration.ofHours(1));
            command.setExpiration(System.currentTimeMillis() - 1);
            client.send(COMMANDS, command);

            await().until(() -> broker.queue(Addresses.EXPIRED).orElseThrow().depth() == 1);

            assertThat(broker.queue(Addresses.EXPIRED).orElseThrow().oldest()).isLessThan(Duration.ofMinutes(1));
        }
    }

    @Test
    void depthSaysWhetherItIsExactAfterAStartWithPageFiles() throws Exception {
        int sent = 0;
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            for (int i = 0; i < 5; i++) {
                sent += Paging.start(client, COMMANDS).size();
            }
            assertThat(broker.queue(COMMANDS).orElseThrow().depth()).isEqualTo(sent);
        }
        try (Broker broker = Brokers.start(directory)) {
            int all = sent;
            await().pollInterval(Duration.ofMillis(1)).untilAsserted(() -> {
                QueueStatus status = broker.queue(COMMANDS).orElseThrow();
                assertThat(status.depthExact()).isTrue();
                assertThat(status.depth()).isEqualTo(all);
            });
            await().until(() -> !broker.queue(COMMANDS).orElseThrow().oldest().isZero());
        }
    }

    private static ClientMessage sentAgo(Client client, String id, Duration ago) {
        ClientMessage message = client.message(id);
        message.setTimestamp(System.currentTimeMillis() - ago.toMillis());
        return message;
    }
}
