package io.pypnm.remote.broker;

import static io.pypnm.remote.broker.Brokers.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pypnm.remote.broker.BrokerException.Reason;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A broker starts on a directory that is its alone and whole, or says why it does not.
final class BrokerStartTest {
    private static final String COMMANDS = Addresses.commands(AGENT, Lane.BULK);

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path directory;

    @Test
    void secondBrokerOfThisProcessIsLockedOut() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);

            assertThatExceptionOfType(BrokerException.class)
                    .isThrownBy(() -> Brokers.start(directory))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED));

            client.send(COMMANDS, "c1");
            assertThat(client.drain(COMMANDS)).containsExactly("c1");
        }
    }

    @Test
    void brokerOfAnotherProcessIsLockedOutUntilThatIsKilled() throws Exception {
        Flood.CUT_SHORT.forEach(log::expect);
        try (var child = new ChildJvm(Flood.class, directory.toString())) {
            assertThat(child.line()).startsWith("sent ");

            assertThatExceptionOfType(BrokerException.class)
                    .isThrownBy(() -> Brokers.start(directory))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED));

            assertThat(child.line()).isNotEmpty();
            child.kill();
        }
        try (Broker broker = Brokers.start(directory)) {
            assertThat(broker.health().serves()).isTrue();
        }
    }

    @Test
    void brokersOfOneProcessKeepApart() throws Exception {
        try (Broker first = Brokers.start(directory.resolve("first"));
                Broker second = Brokers.start(directory.resolve("second"));
                var toFirst = new Client(first);
                var toSecond = new Client(second)) {
            first.addAgent(AGENT);
            second.addAgent(AGENT);

            toFirst.send(COMMANDS, "c1");
            toSecond.send(COMMANDS, "c2");

            assertThat(toFirst.drain(COMMANDS)).containsExactly("c1");
            assertThat(toSecond.drain(COMMANDS)).containsExactly("c2");
        }
    }

    @Test
    void directoryIsMadeAndClosedToOthers() throws Exception {
        Path deep = directory.resolve("a/b");
        try (Broker _ = Brokers.start(deep)) {
            assertThat(Files.getPosixFilePermissions(Brokers.config(deep).directory()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void directoryThatIsAFileIsUnwritable() throws Exception {
        Files.writeString(Brokers.config(directory).directory(), "in the way");

        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(() -> Brokers.start(directory))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNWRITABLE))
                .withMessageContaining(directory.toString());
    }

    @Test
    void damagedJournalIsNotTakenForAnEmptyOne() throws Exception {
        log.expect("AMQ22");
        log.expect("AMQ14");
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            client.send(COMMANDS, "c1");
        }
        for (Path file : journalFiles()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[3] ^= 0x55;
            Files.write(file, bytes);
        }

        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(() -> Brokers.start(directory))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
                .withMessageContaining("Journal files version mismatch");

        for (Path file : journalFiles()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[3] ^= 0x55;
            Files.write(file, bytes);
        }
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            assertThat(client.drain(COMMANDS)).containsExactly("c1");
        }
    }

    @Test
    void closedBrokerSaysSo() throws Exception {
        Broker broker = Brokers.start(directory);
        broker.addAgent(AGENT);
        broker.close();

        broker.close();

        assertThat(broker.health().serves()).isFalse();
        assertThat(broker.admission(AGENT, Lane.BULK)).isEqualTo(new Admission.Unavailable("the broker is closed"));
        assertThatExceptionOfType(BrokerException.class).isThrownBy(broker::queues);
        assertThatExceptionOfType(ActiveMQException.class).isThrownBy(() -> new Client(broker));
    }

    @Test
    void questionsDuringAStopGetTypedAnswers() throws Exception {
        Broker broker = Brokers.start(directory);
        broker.addAgent(AGENT);
        var asked = new CountDownLatch(100);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<Void> asking = () -> {
                while (broker.health().serves()) {
                    broker.admission(AGENT, Lane.BULK);
                    try {
                        assertThat(broker.queue(COMMANDS)).isPresent();
                        assertThat(broker.queues()).hasSize(6);
                    } catch (BrokerException stopped) {
                        assertThat(stopped.reason()).isEqualTo(Reason.FAILED);
                    }
                    asked.countDown();
                }
                return null;
            };
            Future<Void> first = threads.submit(asking);
            Future<Void> second = threads.submit(asking);
            asked.await();

            broker.close();

            first.get();
            second.get();
        }
    }

    @Test
    void healthNamesTheJournalAndTheDisk() throws Exception {
        try (Broker broker = Brokers.start(directory)) {
            BrokerHealth health = broker.health();

            assertThat(health.serves()).isTrue();
            assertThat(health.journal()).isEqualTo("NIO");
            assertThat(health.diskUsedPercent()).isBetween(0, 100);
            assertThat(health.diskFreeBytes()).isPositive();
            assertThat(health.diskWritable()).isTrue();
        }
    }

    private List<Path> journalFiles() throws Exception {
        var files = new ArrayList<Path>();
        for (String folder : List.of("journal", "bindings")) {
            try (Stream<Path> all =
                    Files.list(Brokers.config(directory).directory().resolve(folder))) {
                files.addAll(all.toList());
            }
        }
        return files;
    }
}
