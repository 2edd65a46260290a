package io.pypnm.remote.system.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.trace.PowerCut;
import io.pypnm.remote.system.trace.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing is acknowledged before its effect is on disk; and if the power goes, what is on disk is enough.
///
/// A kill -9 proves neither, as it leaves the page cache. So gateway and agent run under strace, which writes down
/// every write, sync and send in the order in which they happened: a call whose exit stands before another's entry was
/// over when the other began, whatever threads they are of (see [Syscall]). On that record [SyncOrder] looks at every
/// single command.
///
/// For the power cut the record is played again: a file gets what was written to it only when a sync says so (see
/// [PowerCut]), up to a moment in the middle of the run. What came after that moment never happened: it is cut off the
/// history of the callers and of the lab. Gateway and agent start on what is left, the callers ask again for what they
/// have no answer to, and all of it is judged as any other run.
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs strace")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PowerLossIT {
    private static final int COMMANDS = Integer.getInteger("traced.commands", 1_000);

    @RegisterExtension
    static final Plant PLANT = new Plant();

    private TracedRun run;
    private List<Syscall> gateway;
    private List<Syscall> agent;

    @BeforeAll
    void record() throws Exception {
        run = TracedRun.of(COMMANDS, PLANT);
        gateway = run.gatewayCalls();
        agent = run.agentCalls();
        assertThat(run.commands()).hasSize(COMMANDS);
    }

    @ParameterizedTest
    @EnumSource
    void nothingLeavesBeforeItIsOnDisk(SyncOrder.Rule rule) {
        assertThat(rule.breaches(gateway, agent, run.commands())).isEmpty();
    }

    /// The same run by a disk that lies, or a program that does not wait for it: every single command must be flagged,
    /// or the rule has not looked at it.
    @ParameterizedTest
    @CsvSource(textBlock = """
            ACCEPTED_BEFORE_ON_DISK, NEVER, 2
            ACCEPTED_BEFORE_ON_DISK, TOO_LATE, 2
            ACCEPTED_BEFORE_ON_DISK, TOO_EARLY, 2
            OUTCOME_RECEIPTED_BEFORE_ON_DISK, NEVER, 1
            OUTCOME_RECEIPTED_BEFORE_ON_DISK, TOO_LATE, 1
            ACK_RECEIPTED_BEFORE_ON_DISK, NEVER, 1
            ACK_RECEIPTED_BEFORE_ON_DISK, TOO_LATE, 1
            DEVICE_SET_BEFORE_START_ON_DISK, NEVER, 0.5
            DEVICE_SET_BEFORE_START_ON_DISK, TOO_LATE, 0.5
            OUTCOME_OF_SET_SENT_BEFORE_ON_DISK, NEVER, 0.5
            OUTCOME_OF_SET_SENT_BEFORE_ON_DISK, TOO_LATE, 0.5
            ACKNOWLEDGED_BEFORE_OUTCOME_RECEIPTED, RECEIVED_TOO_LATE, 1
            """)
    void forgedTraceIsFlagged(SyncOrder.Rule rule, Forgery forgery, double perCommand) {
        List<String> breaches = rule.breaches(forgery.of(gateway), forgery.of(agent), run.commands());

        assertThat(breaches).hasSize((int) (COMMANDS * perCommand));
    }

    /// Fractions of the run.
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.8})
    void commandsEndOnceThoughThePowerGoes(double fraction) throws Exception {
        System.out.println(goOnAfterCut(fraction, gateway, agent, "cut-" + fraction));
    }

    /// On disks that keep nothing that they were told to keep, commands are forgotten, and the checker must say so.
    @Test
    void powerCutOnDisksThatLieIsFlagged() {
        assertThatThrownBy(() -> goOnAfterCut(0.2, Forgery.NEVER.of(gateway), Forgery.NEVER.of(agent), "lies"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I3  BROKEN");
    }

    /// Has the callers go on with a gateway and an agent that have only what was on disk.
    private String goOnAfterCut(double fraction, List<Syscall> ofGateway, List<Syscall> ofAgent, String name)
            throws Exception {
        Instant cut = moment(fraction);
        Path folder = Files.createDirectories(PLANT.folder().resolve(name));
        Path gatewayHome = Files.createDirectories(folder.resolve("gateway-" + name));
        Path agentHome = Files.createDirectories(folder.resolve("agent-" + name));
        restore(run.gatewayData(), run.gatewayBefore(), ofGateway, cut, gatewayHome.resolve("data"));
        restore(run.agentHome(), run.agentBefore(), ofAgent, cut, agentHome);
        List<String> attempted = copyUntil(run.history(), cut, folder.resolve("history.jsonl"));

        Instant again = Instant.now();
        Gateway restored = PLANT.gatewayIn(gatewayHome);
        List<CommandId> commands = new ArrayList<>();
        try (Recorder recorder = Recorder.open(restored, folder)) {
            recorder.killed("gateway");
            recorder.killed("agent");
            restored.start();
            recorder.ready("gateway");
            PLANT.agentIn(agentHome, restored, TracedRun.AGENT).start();
            restored.awaitOnline(TracedRun.AGENT);
            recorder.ready("agent");
            for (String request : attempted) {
                commands.add(recorder.submit(run.request(TracedRun.number(request))));
            }
            commands.forEach(recorder::awaitEnd);
            Path sets = folder.resolve("sets.jsonl");
            copyUntil(run.lab().setLog(), cut, sets);
            copySince(run.lab().setLog(), again, sets);
            return recorder.judge(commands, sets);
        }
    }

    /// Between the first and the last request.
    private Instant moment(double fraction) throws IOException {
        List<Instant> attempts = new ArrayList<>();
        for (String line : Files.readAllLines(run.history())) {
            var json = new ObjectMapper().readTree(line);
            if (json.path("event").asText().equals("attempted")) {
                attempts.add(Instant.parse(json.path("at").asText()));
            }
        }
        return attempts.stream().sorted().toList().get((int) (attempts.size() * fraction));
    }

    private static void restore(Path root, Path before, List<Syscall> calls, Instant moment, Path target)
            throws IOException {
        long micros = moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1_000;
        PowerCut.at(root, before, calls, micros).restoreTo(target);
    }

    /// Copies the lines up to a moment.
    ///
    /// @return the requests among them that were attempted
    private static List<String> copyUntil(Path from, Instant cut, Path to) throws IOException {
        List<String> attempted = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (String line : Files.readAllLines(from)) {
            var json = new ObjectMapper().readTree(line);
            if (!Instant.parse(json.path("at").asText()).isAfter(cut)) {
                kept.add(line);
                if (json.path("event").asText().equals("attempted")) {
                    attempted.add(json.path("request").asText());
                }
            }
        }
        Files.write(to, kept);
        return attempted;
    }

    private static void copySince(Path from, Instant start, Path to) throws IOException {
        for (String line : Files.readAllLines(from)) {
            var json = new ObjectMapper().readTree(line);
            if (!Instant.parse(json.path("at").asText()).isBefore(start)) {
                Files.writeString(to, line + "\n", StandardOpenOption.APPEND);
            }
        }
    }
}
