package io.pypnm.remote.broker;

import static io.pypnm.remote.broker.Brokers.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What was confirmed is on disk.
final class DurabilityTest {
    private static final String COMMANDS = Addresses.commands(AGENT, Lane.BULK);
    private static final int BACKLOG = 50_000;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path directory;

    @Test
    void killedBrokerLosesNothingConfirmedAndRepeatsNothingAcknowledged() throws Exception {
        Flood.CUT_SHORT.forEach(log::expect);
        var confirmed = new Confirmed();
        try (var child = new ChildJvm(Flood.class, directory.toString())) {
            while (confirmed.sent < BACKLOG) {
                confirmed.read(child.line());
            }
            child.kill().forEach(confirmed::read);
        }

        long startedAt = System.nanoTime();
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            System.out.printf(
                    "broker with %,d commands serves after %d ms%n",
                    confirmed.sent, (System.nanoTime() - startedAt) / 1_000_000);
            for (QueueStatus status : broker.queues()) {
                assertThat(!status.depthExact()
                                || status.depth()
                                        >= confirmed.on(status.queue()).size())
                        .as("exact is exact: %s", status)
                        .isTrue();
            }
            var left = new ArrayList<String>();
            for (String queue : Flood.queues()) {
                List<String> expected = confirmed.on(queue);
                List<String> found = client.drain(queue, expected.size());
                assertThat(found).as(queue).containsAll(expected);
                left.addAll(found);
            }

            assertThat(left).doesNotHaveDuplicates().doesNotContainAnyElementsOf(confirmed.acknowledged);
        }
    }

    @Test
    void commandSentAgainIsDroppedAlsoByTheNextBroker() throws Exception {
        log.expect("AMQ222059: Duplicate message detected");
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            client.send(COMMANDS, withDuplicateId(client, "c1"));
            client.send(COMMANDS, withDuplicateId(client, "c1"));
        }
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            client.send(COMMANDS, withDuplicateId(client, "c1"));
            client.send(COMMANDS, withDuplicateId(client, "c2"));

            assertThat(client.drain(COMMANDS)).containsExactly("c1", "c2");
        }
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            client.send(COMMANDS, withDuplicateId(client, "c1"));

            assertThat(client.drain(COMMANDS)).as("taken already").isEmpty();
        }
    }

    @Test
    void nonDurableMessageDoesNotSurviveARestart() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            broker.addAgent(AGENT);
            client.send(COMMANDS, "durable");
            client.send(COMMANDS, client.nonDurable("not durable"));
        }
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker)) {
            assertThat(client.drain(COMMANDS)).containsExactly("durable");
        }
    }

    /// Durable sends, their acknowledgements, and sends to a queue that pages each return only after a sync that began
    /// after they did. A kill cannot show this (the page cache survives it), so the JVM's own record of its syncs does.
    @Test
    void everySendAndAcknowledgementIsSyncedBeforeItReturns() throws Exception {
        try (Broker broker = Brokers.start(directory);
                var client = new Client(broker);
                var syncs = new Syncs(directory)) {
            broker.addAgent(AGENT);
            for (int i = 0; i < 20; i++) {
                String id = "c" + i;
                syncs.during(() -> client.send(COMMANDS, id));
            }
            for (int i = 0; i < 20; i++) {
                syncs.during(
                        () -> assertThat(client.take(COMMANDS, Client.SOON)).isPresent());
            }
            Paging.start(client, COMMANDS);
            for (int i = 0; i < 20; i++) {
                String id = "p" + i;
                syncs.during(() -> client.send(COMMANDS, id));
            }

            assertThat(syncs.missing()).isEmpty();
        }
    }

    @Test
    void sendersShareSyncs() throws Exception {
        int senders = 32;
        int each = 50;
        try (Broker broker = Brokers.start(directory)) {
            broker.addAgent(AGENT);
            try (var syncs = new Syncs(directory);
                    ExecutorService threads = Executors.newFixedThreadPool(senders)) {
                Callable<Void> sending = () -> {
                    try (var client = new Client(broker)) {
                        for (int i = 0; i < each; i++) {
                            client.send(COMMANDS, "c" + i);
                        }
                    }
                    return null;
                };
                for (Future<Void> sender : threads.invokeAll(
                        IntStream.range(0, senders).mapToObj(_ -> sending).toList())) {
                    sender.get();
                }

                assertThat(syncs.count()).isLessThan(senders * each / 8);
            }
        }
    }

    private static ClientMessage withDuplicateId(Client client, String id) {
        ClientMessage message = client.message(id);
        message.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID.toString(), id);
        return message;
    }

    /// What [Flood] was told by its broker.
    private static final class Confirmed {
        private final Set<String> acknowledging = new HashSet<>();
        private final Set<String> acknowledged = new HashSet<>();
        private int sent;

        /// What must still be there: sent, and not as much as being acknowledged.
        List<String> on(String queue) {
            return IntStream.range(0, sent)
                    .filter(number -> Flood.queueOf(number).equals(queue))
                    .mapToObj(String::valueOf)
                    .filter(id -> !acknowledging.contains(id))
                    .toList();
        }

        void read(String line) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "sent" -> sent = Integer.parseInt(words[1]);
                case "acknowledging" -> acknowledging.add(words[1]);
                case "acknowledged" -> acknowledged.add(words[1]);
                default -> throw new AssertionError("not a line of Flood: " + line);
            }
        }
    }

    /// The syncs of this JVM to files below a directory, as Java Flight Recorder sees them.
    private static final class Syncs implements AutoCloseable {
        private record Span(Instant from, Instant to) {}

        private interface Step {
            void run() throws Exception;
        }

        private final Path directory;
        private final Recording recording = new Recording();
        private final List<Span> steps = new ArrayList<>();

        Syncs(Path directory) {
            this.directory = directory;
            recording.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
            recording.start();
        }

        void during(Step step) throws Exception {
            Instant from = Instant.now();
            step.run();
            steps.add(new Span(from, Instant.now()));
        }

        int count() throws IOException {
            return recorded().size();
        }

        /// Steps in which no sync both began and ended.
        List<Span> missing() throws IOException {
            List<Span> syncs = recorded();
            return steps.stream()
                    .filter(step -> syncs.stream()
                            .noneMatch(sync -> !sync.from.isBefore(step.from) && !sync.to.isAfter(step.to)))
                    .toList();
        }

        private List<Span> recorded() throws IOException {
            Path file = directory.resolve("syncs.jfr");
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getString("path").startsWith(directory.toString()))
                    .map(event -> new Span(event.getStartTime(), event.getEndTime()))
                    .sorted(Comparator.comparing(Span::from))
                    .toList();
        }

        @Override
        public void close() {
            recording.close();
        }
    }
}
