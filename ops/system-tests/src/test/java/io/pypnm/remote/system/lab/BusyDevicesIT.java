package io.pypnm.remote.system.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.journal.JournalConfig;
import io.pypnm.remote.agent.journal.OutcomeBody;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.Operations;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.run.CommandRunner;
import io.pypnm.remote.agent.run.Delivery;
import io.pypnm.remote.agent.run.LaneConfig;
import io.pypnm.remote.agent.run.Outbox;
import io.pypnm.remote.agent.run.RunConfig;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.command.AnswerRoom;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.lab.Lab;
import io.pypnm.remote.lab.LabConfig;
import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.device.Silence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The agent's runner and all of its SNMP, without a link, before devices that drop what comes while they are busy.
@Timeout(120)
final class BusyDevicesIT {
    private static final int MODEMS = 40;
    private static final List<Oid> COLUMNS = List.of(
            Oid.parse("1.3.6.1.2.1.2.2.1.2"),
            Oid.parse("1.3.6.1.2.1.2.2.1.3"),
            Oid.parse("1.3.6.1.2.1.2.2.1.5"),
            Oid.parse("1.3.6.1.2.1.2.2.1.8"));

    private final CommandIds ids = new CommandIds(Clock.systemUTC(), new Random(3));
    private final MessageCodec codec = new MessageCodec();
    private Lab lab;
    private Snmp4jEngine engine;

    @BeforeEach
    void start() throws IOException {
        lab = Lab.start(LabConfig.defaults().withModems(MODEMS).withCmtsRows(1_000));
        engine = Snmp4jEngine.open(System::nanoTime);
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
        lab.close();
    }

    @Test
    void fourWalksOfEachModemAreAllWholeAndNeverOverlap(@TempDir Path journal) throws Exception {
        List<Command> commands = new ArrayList<>();
        for (int modem = 0; modem < MODEMS; modem++) {
            lab.modem(modem).misbehave(Misbehaviour.BUSY_DROP.by(10));
            for (Oid column : COLUMNS) {
                commands.add(new Command.SnmpWalk(target(lab.modem(modem)), column, 25, 1_000));
            }
        }

        List<Outcome> outcomes = run(commands, Map.of(), journal);

        assertThat(outcomes).hasSize(4 * MODEMS).hasOnlyElementsOfType(Outcome.Completed.class);
        assertThat(dropped()).isZero();
    }

    @Test
    void fourColumnsOfEachModemInOneCommandAreWhole(@TempDir Path journal) throws Exception {
        List<Command> commands = new ArrayList<>();
        for (int modem = 0; modem < MODEMS; modem++) {
            lab.modem(modem).misbehave(Misbehaviour.BUSY_DROP.by(10));
            commands.add(new Command.SnmpParallelWalk(target(lab.modem(modem)), COLUMNS, 25, 1_000));
        }

        List<Outcome> outcomes = run(commands, Map.of(), journal);

        assertThat(outcomes).hasSize(MODEMS).hasOnlyElementsOfType(Outcome.Completed.class);
        for (Outcome outcome : outcomes) {
            var trees = (Reply.Trees) ((Outcome.Completed) outcome).reply();
            assertThat(trees.trees())
                    .allSatisfy(tree -> assertThat(tree.varBinds()).isNotEmpty());
        }
        assertThat(dropped()).isZero();
    }

    /// That such a device notices when walks overlap, and that a CMTS gets as many at once as its entry says.
    @Test
    void cmtsIsWalkedByAsManyCommandsAtOnceAsItBears(@TempDir Path one, @TempDir Path four) throws Exception {
        lab.cmts().misbehave(Misbehaviour.DROPS_CONCURRENT_WALKS.by(5));
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            commands.add(
                    new Command.SnmpWalk(target(lab.cmts()), Oid.parse("1.3.6.1.2.1.10.127.1.3.7.1.2"), 50, 10_000));
        }
        DeviceAddress cmts = target(lab.cmts()).address();

        run(commands, Map.of(cmts, 1), one);
        long alone = dropped();
        run(commands, Map.of(cmts, 4), four);

        assertThat(alone).isZero();
        assertThat(dropped()).isPositive();
    }

    private long dropped() {
        return lab.devices().stream()
                .mapToLong(device -> device.counts().silences(Silence.REQUEST_DROPPED))
                .sum();
    }

    private List<Outcome> run(List<Command> commands, Map<DeviceAddress, Integer> widths, Path directory)
            throws Exception {
        Map<Lane, LaneConfig> lanes = new HashMap<>();
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new LaneConfig(32, 1_000));
        }
        var ready = new Semaphore(0);
        List<Outcome> outcomes = new ArrayList<>();
        try (Journal journal = Journal.open(directory, JournalConfig.STANDARD, Clock.systemUTC())) {
            CommandRunner runner = CommandRunner.start(
                    new RunConfig(lanes, 1, widths),
                    new SnmpOnly(),
                    journal,
                    System::nanoTime,
                    Thread.ofVirtual().factory());
            runner.outbox().onReady(ready::release);
            for (Command command : commands) {
                Deadline startBy = Deadline.in(Duration.ofMinutes(2), System::nanoTime);
                runner.deliver(new Delivery(
                        ids.next(), command, Lane.BULK, "outcomes.gw-1", 1, startBy, Duration.ofMinutes(1)));
            }
            while (outcomes.size() < commands.size()) {
                assertThat(ready.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
                Outbox.Outgoing outgoing = runner.outbox().next().orElseThrow();
                byte[] body = ((OutcomeBody.Inline) outgoing.body()).bytes();
                outcomes.add(codec.decodeOutcome(body).outcome());
            }
            runner.stop(Duration.ZERO);
        }
        return outcomes;
    }

    private SnmpTarget target(Device device) {
        DeviceAddress address = DeviceAddress.parse(device.address().getHostAddress());
        return new SnmpTarget(address, lab.port(), new SnmpAccess.Automatic(), Duration.ofSeconds(2), 3);
    }

    private final class SnmpOnly implements Operations {
        private final SnmpOperations snmp = new SnmpOperations(
                engine,
                (_, _, _) -> new SnmpSecurity.Community(new Secret("lab-ro")),
                new AnswerRoom(1 << 24, 1 << 26),
                Map.of());

        @Override
        public void check(Command command) throws CommandRefusedException {
            snmp.check((Command.Snmp) command);
        }

        @Override
        public Outcome run(Command command, Deadline deadline, Holdings holdings)
                throws CommandFailedException, InterruptedException {
            return snmp.run((Command.Snmp) command, deadline, holdings);
        }

        @Override
        public List<String> capabilities() {
            return List.of();
        }
    }
}
