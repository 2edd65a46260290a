package io.pypnm.remote.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.journal.JournalConfig;
import io.pypnm.remote.agent.journal.OutcomeBody;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.testing.FakeOperations;
import io.pypnm.remote.agent.testing.MovableClock;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A runner with a journal of its own, between devices that do as they are told and an outbox that nobody empties but
/// [#nextOutcome].
final class RunnerBench {
    static final String REPLY_TO = "outcomes.gw-1";
    static final Oid OBJECT = Oid.parse("1.3.6.1.2.1.1.5.0");
    static final LaneConfig LANE = new LaneConfig(2, 8);

    private static final RunConfig CONFIG =
            new RunConfig(Map.of(Lane.INTERACTIVE, LANE, Lane.BULK, LANE, Lane.LONG, LANE), 1, Map.of());

    final MovableClock clock = new MovableClock();
    final CommandIds ids = new CommandIds(clock, new Random(1));
    private final MessageCodec codec = new MessageCodec();
    private final Path directory;
    private FakeOperations devices = new FakeOperations();
    private Journal journal;
    private CommandRunner runner;
    private BlockingQueue<Boolean> ready = new LinkedBlockingQueue<>();

    /// @param directory of the journal
    private RunnerBench(Path directory) throws IOException {
        this.directory = directory;
        startWith(JournalConfig.STANDARD);
    }

    static RunnerBench open(Path directory) throws IOException {
        return new RunnerBench(directory);
    }

    private void startWith(JournalConfig config) throws IOException {
        journal = Journal.open(directory, config, clock);
        runner = CommandRunner.start(
                CONFIG, devices, journal, clock, Thread.ofVirtual().factory());
        ready = new LinkedBlockingQueue<>();
        runner.outbox().onReady(() -> ready.add(true));
        if (runner.outbox().isReady()) {
            ready.add(true);
        }
    }

    /// Called by JUnit.
    public void close() throws InterruptedException {
        runner.stop(Duration.ZERO);
        journal.close();
    }

    /// The agent dies and comes back: only what is on disk is left of it.
    void restart() throws IOException, InterruptedException {
        close();
        devices = new FakeOperations();
        startWith(JournalConfig.STANDARD);
    }

    /// The same with another journal's bounds, and the same devices.
    void restartWith(JournalConfig config) throws IOException, InterruptedException {
        close();
        startWith(config);
    }

    FakeOperations devices() {
        return devices;
    }

    Journal journal() {
        return journal;
    }

    CommandRunner runner() {
        return runner;
    }

    /// The next that comes out, within 10 s.
    OutcomeEnvelope nextOutcome() throws Exception {
        assertThat(ready.poll(10, TimeUnit.SECONDS))
                .as("an outcome within 10 s")
                .isNotNull();
        Outbox.Outgoing outgoing = runner.outbox().next().orElseThrow();
        assertThat(outgoing.replyTo()).isEqualTo(REPLY_TO);
        assertThat(outgoing.body()).isInstanceOf(OutcomeBody.Inline.class);
        return codec.decodeOutcome(((OutcomeBody.Inline) outgoing.body()).bytes());
    }

    Delivery deliverAndAwaitInHand(Delivery delivery, int inHand) {
        runner.deliver(delivery);
        // In the order of the calls only once the command stands in its target's line.
        await().until(() -> runner.waitingForTargets() + 1 == inHand);
        return delivery;
    }

    LaneStatus lane(Lane lane) {
        return runner.lanes().stream()
                .filter(it -> it.lane() == lane)
                .findFirst()
                .orElseThrow();
    }

    Delivery get(String address) {
        return delivery(ids.next(), new Command.SnmpGet(target(address), List.of(OBJECT)), Lane.INTERACTIVE);
    }

    Delivery walk(String address, int limit) {
        return delivery(ids.next(), new Command.SnmpWalk(target(address), OBJECT, 10, limit), Lane.INTERACTIVE);
    }

    Delivery set(String address) {
        var value = new VarBind(OBJECT, new SnmpValue.Integer32(1));
        return delivery(ids.next(), new Command.SnmpSet(target(address), List.of(value)), Lane.INTERACTIVE);
    }

    Delivery delivery(CommandId id, Command command, Lane lane) {
        Deadline startBy = Deadline.in(Duration.ofSeconds(30), clock);
        return new Delivery(id, command, lane, REPLY_TO, 1, startBy, Duration.ofSeconds(10));
    }

    private static SnmpTarget target(String address) {
        return SnmpTarget.of(DeviceAddress.parse(address), new SnmpAccess.Automatic());
    }
}
