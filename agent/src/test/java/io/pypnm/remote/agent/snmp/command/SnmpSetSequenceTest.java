package io.pypnm.remote.agent.snmp.command;

import static io.pypnm.remote.agent.snmp.command.Bench.assertFailure;
import static io.pypnm.remote.agent.snmp.command.Bench.partial;
import static io.pypnm.remote.agent.snmp.command.Bench.varBinds;
import static io.pypnm.remote.agent.snmp.command.Bench.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.Misbehaviour;
import io.pypnm.remote.agent.snmp.SnmpEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.SnmpSetSequence.Step;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SnmpSetSequenceTest {
    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench();
        bench.device.hasColumn(Bench.COLUMN, 5);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void stepsAreDoneInOrderOneByOne() throws Exception {
        Outcome outcome = bench.run(sequence(step(3), step(1), step(3)));

        assertThat(whole(outcome)).containsExactly(to(3), to(1), to(3));
        assertThat(bench.seen()).containsExactly("SET 1", "SET 1", "SET 1");
    }

    @Test
    void firstStepThatFailsIsTheLast() throws Exception {
        failAt(2, Misbehaviour.ERROR_STATUS_N, 10);

        Outcome.Partial outcome = partial(bench.run(sequence(step(1), step(2), step(3), step(4))));

        assertThat(varBinds(outcome.reply())).containsExactly(to(1));
        assertThat(outcome.missing())
                .extracting(Missing::what, Missing::code)
                .containsExactly(
                        tuple(row(2).toString(), Missing.Code.DEVICE_ERROR),
                        tuple(row(3).toString(), Missing.Code.NOT_TRIED),
                        tuple(row(4).toString(), Missing.Code.NOT_TRIED));
        assertThat(outcome.missing().getFirst().detail()).contains("wrongValue (10)");
        assertThat(bench.device.setsDone()).isEqualTo(1);
    }

    @Test
    void sequenceWhoseFirstStepFailsIsAFailure() {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N, 17);

        assertFailure(bench.failureOf(sequence(step(1), step(2))), FailureCode.DEVICE_ERROR, "notWritable (17)");
        assertThat(bench.seen()).containsExactly("SET 1");
    }

    @Test
    void stepWhoseAnswerIsLostIsSentOnceAndReadBack() throws Exception {
        failAt(2, Misbehaviour.SILENT_AFTER_SET, 0);

        Outcome.Partial outcome = partial(bench.run(sequence(step(1), step(2), step(3))));

        assertThat(varBinds(outcome.reply())).containsExactly(to(1));
        assertThat(outcome.missing().getFirst().code()).isEqualTo(Missing.Code.DEVICE_TIMEOUT);
        assertThat(outcome.missing().getFirst().detail())
                .endsWith("the SET was sent once and may have been carried out; read back: equal");
        assertThat(bench.seen()).containsExactly("SET 1", "SET 1", "GET 1");
    }

    @Test
    void restIsTakenAfterEachStep() throws Exception {
        Step first = new Step(to(1), Duration.ofMillis(100));
        CompletableFuture<Outcome> outcome = inBackground(sequence(first, step(2)), Duration.ofMinutes(1));
        await().until(() -> bench.device.setsDone() == 1);

        bench.clock.advance(Duration.ofMillis(99));
        assertThat(bench.device.setsDone()).isEqualTo(1);
        bench.clock.advance(Duration.ofMillis(1));

        assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(Outcome.Completed.class);
        assertThat(bench.device.setsDone()).isEqualTo(2);
    }

    @Test
    void restEndsWithRunFor() throws Exception {
        Step first = new Step(to(1), Duration.ofMinutes(1));
        CompletableFuture<Outcome> outcome = inBackground(sequence(first, step(2)), Duration.ofMillis(50));
        await().until(() -> bench.device.setsDone() == 1);

        bench.clock.advance(Duration.ofMillis(50));

        assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(Outcome.Partial.class);
        assertThat(partial(outcome.get()).missing())
                .extracting(Missing::what, Missing::code)
                .containsExactly(tuple(row(2).toString(), Missing.Code.RUN_FOR));
        assertThat(bench.device.setsDone()).isEqualTo(1);
    }

    @Test
    void stopWhileItRestsLeavesNothingUnknown() throws Exception {
        Outcome.Partial outcome = partial(stopped(sequence(rests(1), step(2), step(3))));

        assertThat(varBinds(outcome.reply())).containsExactly(to(1));
        assertThat(outcome.missing())
                .containsExactly(
                        new Missing(row(2).toString(), Missing.Code.NOT_TRIED, "not tried, as the agent was stopped"),
                        new Missing(row(3).toString(), Missing.Code.NOT_TRIED, "not tried, as the agent was stopped"));
        assertThat(bench.device.setsDone()).isEqualTo(1);
    }

    @Test
    void stopWhileItRestsAfterTheLastStepFindsItDone() throws Exception {
        assertThat(whole(stopped(sequence(rests(1))))).containsExactly(to(1));
    }

    @Test
    void hopThatIsNoLongerTrustedLeavesWhatWasDone() throws Exception {
        var engine = new HopThatChanges();
        var operations = new SnmpOperations(
                engine,
                (_, _, _) -> new SnmpSecurity.Community(new Secret("public")),
                new AnswerRoom(1 << 20, 1 << 20),
                Map.of());

        Outcome.Partial outcome;
        try (var holdings = new Holdings()) {
            outcome = partial(operations.run(
                    sequence(step(1), step(2), step(3)), bench.clock.deadlineIn(Duration.ofMinutes(1)), holdings));
        }

        assertThat(varBinds(outcome.reply())).containsExactly(to(1));
        assertThat(outcome.missing().getFirst())
                .isEqualTo(new Missing(row(2).toString(), Missing.Code.DEVICE_TIMEOUT, "another host key"));
        assertThat(outcome.missing().getLast().code()).isEqualTo(Missing.Code.NOT_TRIED);
    }

    /// Carries one SET, and then finds another host in the hop's place.
    private static final class HopThatChanges implements SnmpEngine {
        private boolean changed;

        @Override
        public SnmpResponse exchange(SnmpPeer peer, SnmpRequest request, Deadline deadline)
                throws CommandFailedException {
            if (changed) {
                throw new CommandFailedException(FailureCode.HOST_KEY_REJECTED, "another host key");
            }
            changed = true;
            return new SnmpResponse(0, 0, ((SnmpRequest.Set) request).varBinds());
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }

        @Override
        public void close() {}
    }

    /// What becomes of it if it is interrupted at rest.
    private Outcome stopped(Command.Snmp command) throws Exception {
        var outcome = new CompletableFuture<Outcome>();
        Thread job = inBackground(command, Duration.ofMinutes(5), outcome);
        await().until(() -> job.getState() == Thread.State.TIMED_WAITING);

        job.interrupt();

        return outcome.get(20, TimeUnit.SECONDS);
    }

    private static Step rests(int row) {
        return new Step(to(row), Duration.ofSeconds(60));
    }

    private void failAt(int set, Misbehaviour how, int n) {
        var seen = new AtomicInteger();
        bench.device.beforeEachAnswer(_ -> {
            if (seen.incrementAndGet() == set) {
                bench.device.misbehaves(how, n);
            }
        });
    }

    private CompletableFuture<Outcome> inBackground(Command.Snmp command, Duration runFor) {
        var outcome = new CompletableFuture<Outcome>();
        inBackground(command, runFor, outcome);
        return outcome;
    }

    private Thread inBackground(Command.Snmp command, Duration runFor, CompletableFuture<Outcome> outcome) {
        return Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(bench.run(command, runFor));
            } catch (CommandFailedException | InterruptedException e) {
                outcome.completeExceptionally(e);
            }
        });
    }

    private Command.SnmpSetSequence sequence(Step... steps) {
        return new Command.SnmpSetSequence(bench.target(), List.of(steps));
    }

    private static Step step(int row) {
        return new Step(to(row), Duration.ZERO);
    }

    private static VarBind to(int row) {
        return new VarBind(row(row), new SnmpValue.Integer32(-row));
    }

    private static Oid row(int row) {
        return Bench.COLUMN.append(row);
    }
}
