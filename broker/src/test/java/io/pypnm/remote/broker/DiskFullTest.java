package io.pypnm.remote.broker;

import static io.pypnm.remote.broker.Brokers.AGENT;
import static io.pypnm.remote.broker.TmpFs.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.GatewayId;
import io.pypnm.remote.contracts.address.Lane;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A real disk that really fills: the three lines of [DiskMarks], one after the other. Skipped where nobody may mount a
/// tmpfs.
final class DiskFullTest {
    private static final String COMMANDS = Addresses.commands(AGENT, Lane.BULK);
    private static final String LONG = Addresses.commands(AGENT, Lane.LONG);
    private static final GatewayId GATEWAY = new GatewayId("gw");
    private static final String OUTCOMES = Addresses.outcomes(GATEWAY);
    private static final DiskMarks MARKS = new DiskMarks(90, 85, 8 * MIB);

    @RegisterExtension
    final LogWatch log = new LogWatch();

    private TmpFs disk;

    @BeforeEach
    void mount(@TempDir Path directory) throws Exception {
        disk = TmpFs.mount(directory.resolve("disk"), 64);
    }

    @AfterEach
    void unmount() {
        disk.close();
    }

    @Test
    void aboveTheMarkCommandsAreRefusedAndOutcomesGoOn() throws Exception {
        try (Broker broker = start();
                var client = new Client(broker)) {
            client.send(COMMANDS, "accepted before");
            assertThat(broker.admission(AGENT, Lane.BULK)).isEqualTo(new Admission.Open());

            disk.leaveFree(MARKS.reserveBytes() + 4 * MIB);

            await().until(() -> broker.admission(AGENT, Lane.BULK) instanceof Admission.DiskFull);
            assertThat(broker.admission(AGENT, Lane.BULK)).isInstanceOfSatisfying(Admission.DiskFull.class, full -> {
                assertThat(full.usedPercent()).isBetween(75, 89);
                assertThat(full.freeBytes()).isBetween(MARKS.reserveBytes(), 2 * MARKS.reserveBytes());
            });
            assertThat(broker.health()).matches(health -> health.diskWritable() && !health.diskOpen());
            assertThat(client.take(COMMANDS, Client.SOON)).isPresent();
            for (int i = 0; i < 100; i++) {
                client.send(OUTCOMES, client.message("o" + i, 8 << 10));
            }
            assertThat(client.drain(OUTCOMES, 100)).hasSize(100);

            disk.dropBallast();

            await().until(() -> broker.admission(AGENT, Lane.BULK) instanceof Admission.Open);
            client.send(COMMANDS, "accepted again");
            assertThat(client.drain(COMMANDS)).containsExactly("accepted again");
        }
    }

    @Test
    void inTheReserveSendsAreRefusedWhileAcknowledgementsAndExpiryGoOn() throws Exception {
        log.expect("AMQ224128: Free storage space");
        log.expect("AMQ224129: Free storage space");
        try (Broker broker = start();
                var client = new Client(broker);
                var agent = new Client(broker)) {
            for (int i = 0; i < 100; i++) {
                client.send(COMMANDS, "c" + i);
            }
            ClientMessage expiring = client.message("expires on the full disk");
            expiring.setExpiration(System.currentTimeMillis() + 500);
            ClientConsumer holder = agent.consumer(LONG);
            client.send(LONG, expiring);
            assertThat(holder.receive(Client.SOON.toMillis())).isNotNull();

            disk.leaveFree(MARKS.reserveBytes() / 2);

            await().until(() -> !broker.health().diskWritable());
            assertThatExceptionOfType(ActiveMQAddressFullException.class)
                    .isThrownBy(() -> client.send(COMMANDS, "refused"));
            assertThatExceptionOfType(ActiveMQAddressFullException.class)
                    .isThrownBy(() -> client.send(OUTCOMES, "refused"));
            assertThat(client.drain(COMMANDS)).hasSize(100);
            holder.close();
            assertThat(client.drain(Addresses.EXPIRED, 1)).containsExactly("expires on the full disk");

            disk.dropBallast();

            await().until(() -> broker.health().diskWritable());
            client.send(OUTCOMES, "accepted again");
            assertThat(client.drain(OUTCOMES)).containsExactly("accepted again");
            assertThat(broker.queues()).allMatch(queue -> queue.depth() == 0 && queue.delivering() == 0);
        }
        try (Broker broker = start()) {
            assertThat(broker.queues()).as("nothing acknowledged comes back").allMatch(queue -> queue.depth() == 0);
        }
    }

    @Test
    void withoutAByteLeftTheBrokerStopsAndNothingConfirmedIsLost() throws Exception {
        // Whatever a server says that loses its disk.
        log.expect("");
        var confirmed = new ArrayList<String>();
        var failure = new CompletableFuture<String>();
        try (Broker broker = Broker.start(config(), Clock.systemUTC(), failure::complete);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            broker.addGateway(GATEWAY);

            for (int attempt = 0; attempt < 10 && !failure.isDone(); attempt++) {
                disk.dropBallast();
                await().until(() -> broker.health().diskWritable());
                disk.leaveFree(0);
                confirmed.addAll(sendUntilStopped(client, confirmed.size()));
            }

            assertThat(failure.get(20, TimeUnit.SECONDS)).contains("No space left on device");
            assertThat(broker.health().serves()).isFalse();
            assertThat(broker.admission(AGENT, Lane.BULK)).isInstanceOf(Admission.Unavailable.class);
        }

        disk.dropBallast();

        try (Broker broker = start();
                var client = new Client(broker)) {
            assertThat(client.drain(OUTCOMES, confirmed.size())).containsAll(confirmed);
        }
    }

    @Test
    void brokerDoesNotStartOnAFullDiskAndSaysSo() throws Exception {
        // Whatever a server says that loses its disk.
        log.expect("");
        disk.leaveFree(0);

        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(this::start)
                .withMessageContaining("No space left on device")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(BrokerException.Reason.UNWRITABLE));

        disk.dropBallast();
        start().close();
    }

    /// Sends fast, to get more than one journal file ahead of the broker's look at the disk, until the disk refuses or
    /// fails.
    private static List<String> sendUntilStopped(Client client, int from) {
        var taken = new ArrayList<String>();
        try {
            for (int i = from; i < from + 2_000; i++) {
                client.send(OUTCOMES, client.message("m" + i, 64 << 10));
                taken.add("m" + i);
            }
        } catch (ActiveMQException e) {
            return taken;
        }
        throw new AssertionError("128 MB fitted on a disk of 64 MiB");
    }

    private Broker start() throws BrokerException {
        Broker broker = Brokers.start(config());
        broker.addAgent(AGENT);
        broker.addGateway(GATEWAY);
        return broker;
    }

    private BrokerConfig config() {
        BrokerConfig config = Brokers.config(disk.path());
        return new BrokerConfig(
                config.directory(), MARKS, config.commandQueue(), config.memoryBytes(), 2 * MIB, config.expiryScan());
    }
}
