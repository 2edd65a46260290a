package io.pypnm.remote.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.testing.FakeOperations.Behaviour;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What outlives the agent and the connection, and what is told of it.
@Timeout(30)
final class CommandRunnerRestartTest {
    @AutoClose
    private final RunnerBench bench;

    CommandRunnerRestartTest(@TempDir Path directory) throws IOException {
        bench = RunnerBench.open(directory);
    }

    @Test
    void cancelledWhileItWaitsIsNeverStartedAndTheProofIsOnDisk() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        bench.runner().deliver(bench.get("10.0.0.1"));
        bench.devices().nextStarted();
        Delivery waiting = bench.deliverAndAwaitInHand(bench.set("10.0.0.1"), 2);

        bench.runner().cancel(waiting.id());

        assertThat(bench.nextOutcome().outcome()).isEqualTo(new Outcome.Cancelled());
        bench.restart();
        assertThat(bench.nextOutcome().outcome()).isEqualTo(new Outcome.Cancelled());
        bench.runner().deliver(waiting);
        assertThat(bench.devices().startedAndNotSeen()).isZero();
    }

    @Test
    void redeliveredWhileInHandRunsOnce() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        Delivery set = bench.set("10.0.0.1");
        bench.runner().deliver(set);
        bench.devices().nextStarted();

        assertThat(bench.runner().deliver(set)).isTrue();
        bench.devices().release();

        bench.nextOutcome();
        assertThat(bench.devices().startedAndNotSeen()).isZero();
        assertThat(bench.runner().outbox().isReady()).isFalse();
    }

    @Test
    void redeliveredAfterItsOutcomeWasReceivedIsAnsweredAgainAndNotRun() throws Exception {
        Delivery set = bench.set("10.0.0.1");
        bench.runner().deliver(set);
        bench.devices().nextStarted();
        OutcomeEnvelope first = bench.nextOutcome();
        bench.runner().outbox().received(set.id());
        bench.restart();
        assertThat(bench.runner().outbox().isReady()).isFalse();

        bench.runner().deliver(set);

        assertThat(bench.nextOutcome()).isEqualTo(first);
        assertThat(bench.devices().startedAndNotSeen()).isZero();
    }

    @Test
    void redeliveredReadRunsAgainOnceItWasDelivered() throws Exception {
        Delivery read = bench.get("10.0.0.1");
        bench.runner().deliver(read);
        bench.devices().nextStarted();
        bench.nextOutcome();
        bench.runner().outbox().received(read.id());
        bench.runner().outbox().delivered(read.id());
        await().until(() -> bench.journal().find(read.id()).isEmpty()
                && bench.lane(Lane.INTERACTIVE).running() == 0);

        bench.runner().deliver(read);

        assertThat(bench.devices().nextStarted()).isEqualTo(read.command());
    }

    @Test
    void redeliveredSetThatWasDeliveredForGoodIsAnsweredUnknownAndNotRun() throws Exception {
        Delivery set = bench.set("10.0.0.1");
        bench.runner().deliver(set);
        bench.devices().nextStarted();
        bench.nextOutcome();
        bench.runner().outbox().received(set.id());
        bench.runner().outbox().delivered(set.id());
        bench.restart();

        bench.runner().deliver(set);

        assertThat(bench.nextOutcome().outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(bench.devices().startedAndNotSeen()).isZero();
    }

    @Test
    void setThatRanWhenTheAgentStoppedEndsUnknownAndNeverRunsAgain() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        Delivery set = bench.set("10.0.0.1");
        bench.runner().deliver(set);
        bench.devices().nextStarted();

        bench.restart();

        OutcomeEnvelope envelope = bench.nextOutcome();
        assertThat(envelope.command()).isEqualTo(set.id());
        assertThat(envelope.outcome()).isEqualTo(new Outcome.Unknown("the agent stopped while it ran"));
        bench.runner().deliver(set);
        assertThat(bench.devices().startedAndNotSeen()).isZero();
    }

    @Test
    void readThatRanWhenTheAgentStoppedIsForgottenAndRunsAgain() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        Delivery read = bench.get("10.0.0.1");
        bench.runner().deliver(read);
        bench.devices().nextStarted();

        bench.restart();

        assertThat(bench.runner().outbox().isReady()).isFalse();
        bench.runner().deliver(read);
        assertThat(bench.devices().nextStarted()).isEqualTo(read.command());
    }

    @Test
    void stopLetsWhatRunsEndAndLeavesWhatWaitsToTheNextStart() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        Delivery running = bench.set("10.0.0.1");
        Delivery waiting = bench.set("10.0.0.1");
        bench.runner().deliver(running);
        bench.devices().nextStarted();
        bench.deliverAndAwaitInHand(waiting, 2);
        bench.devices().whileRunning(() -> {
            throw new AssertionError("started while the agent stops");
        });
        Thread stopping = Thread.ofVirtual().start(() -> {
            try {
                bench.runner().stop(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> bench.lane(Lane.INTERACTIVE).waiting() == 0);

        bench.devices().release();

        assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
        assertThat(bench.nextOutcome().outcome()).isInstanceOf(Outcome.Completed.class);
        assertThat(bench.runner().outbox().isReady()).isFalse();
        bench.restart();
        bench.nextOutcome();
        bench.runner().deliver(waiting);
        assertThat(bench.devices().nextStarted()).isEqualTo(waiting.command());
    }
}
