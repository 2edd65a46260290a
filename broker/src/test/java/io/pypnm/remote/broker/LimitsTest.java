package io.pypnm.remote.broker;

import static io.pypnm.remote.broker.Brokers.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.Lane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A full queue refuses, loses nothing, troubles no other queue, and opens again.
final class LimitsTest {
    private static final String COMMANDS = Addresses.commands(AGENT, Lane.BULK);
    private static final int MESSAGE_BYTES = 8 << 10;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path directory;

    @Test
    void fullCommandQueueRefusesUntilItIsWorkedOff() throws Exception {
        log.expect("AMQ224123: Address commands.jump-01.bulk has more pages than allowed");
        try (Broker broker = Brokers.start(small(directory));
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            assertThat(broker.admission(AGENT, Lane.BULK)).isEqualTo(new Admission.Open());

            List<String> taken = client.sendUntilRefused(COMMANDS, MESSAGE_BYTES, 10_000);

            assertThat(taken.size() * MESSAGE_BYTES).isBetween(1 << 20, 2 << 20);
            assertThat(broker.admission(AGENT, Lane.BULK)).isEqualTo(new Admission.QueueFull(COMMANDS));
            assertThat(broker.queue(COMMANDS).orElseThrow().full()).isTrue();
            assertThat(broker.admission(AGENT, Lane.INTERACTIVE)).isEqualTo(new Admission.Open());
            client.send(Addresses.commands(AGENT, Lane.INTERACTIVE), "a click");

            assertThat(client.drain(COMMANDS, taken.size())).isEqualTo(taken);
            await().until(() -> broker.admission(AGENT, Lane.BULK) instanceof Admission.Open);
            client.send(COMMANDS, "again");
            assertThat(client.drain(COMMANDS)).containsExactly("again");
        }
    }

    @Test
    void boundHoldsOverARestart() throws Exception {
        log.expect("AMQ224123");
        var taken = new ArrayList<String>();
        for (int start = 0; start < 2; start++) {
            try (Broker broker = Brokers.start(small(directory));
                    var client = new Client(broker)) {
                broker.addAgent(AGENT);
                taken.addAll(client.sendUntilRefused(COMMANDS, MESSAGE_BYTES, 10_000));
            }
        }

        assertThat(taken.size() * MESSAGE_BYTES).isBetween(1 << 20, 2 << 20);
        try (Broker broker = Brokers.start(small(directory));
                var client = new Client(broker)) {
            assertThat(client.drain(COMMANDS, taken.size())).isEqualTo(taken);
        }
    }

    @Test
    void controlMessagesThatNobodyReadsDoNotPileUp() throws Exception {
        String control = Addresses.control(AGENT);
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker);
                var agent = new Client(broker)) {
            broker.addAgent(AGENT);
            try (ClientConsumer _ = agent.consumer(control)) {
                assertThat(client.sendUntilRefused(control, 1 << 10, 1_000)).isNotEmpty();
            }
        }
    }

    /// One queue may page 1 MiB.
    private static BrokerConfig small(Path directory) {
        BrokerConfig config = Brokers.config(directory);
        return new BrokerConfig(
                config.directory(),
                config.disk(),
                new QueueBounds(128 << 10, 64 << 10, 1 << 20, 256),
                config.memoryBytes(),
                config.journalFileBytes(),
                config.expiryScan());
    }
}
