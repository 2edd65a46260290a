package io.pypnm.remote.agent.snmp.command;

import static io.pypnm.remote.agent.snmp.command.Bench.assertFailure;
import static io.pypnm.remote.agent.snmp.command.Bench.partial;
import static io.pypnm.remote.agent.snmp.command.Bench.varBinds;
import static io.pypnm.remote.agent.snmp.command.Bench.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.snmp.Misbehaviour;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.SnmpSetSequence.Step;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    void restCanBeInterrupted() {
        var thrown = new CompletableFuture<Throwable>();
        Thread job = Thread.ofVirtual().start(() -> {
            try {
                bench.run(sequence(new Step(to(1), Duration.ofSeconds(60)), step(2)));
            } catch (CommandFailedException | InterruptedException e) {
                thrown.complete(e);
            }
        });
        await().until(() -> bench.device.setsDone() == 1);

        job.interrupt();

        assertThat(thrown).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(InterruptedException.class);
        assertThat(bench.device.setsDone()).isEqualTo(1);
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
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(bench.run(command, runFor));
            } catch (CommandFailedException | InterruptedException e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
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
