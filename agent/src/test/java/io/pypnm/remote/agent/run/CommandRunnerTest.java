package io.pypnm.remote.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.journal.JournalConfig;
import io.pypnm.remote.agent.journal.JournalEntry;
import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.testing.FakeOperations.Behaviour;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class CommandRunnerTest {
    private final Path directory;

    @AutoClose
    private final RunnerBench bench;

    CommandRunnerTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        bench = RunnerBench.open(directory);
    }

    @Test
    void answeredCommandComesOutWithItsOutcome() throws Exception {
        Delivery get = bench.get("10.0.0.1");

        bench.runner().deliver(get);

        assertThat(bench.devices().nextStarted()).isEqualTo(get.command());
        OutcomeEnvelope envelope = bench.nextOutcome();
        assertThat(envelope.command()).isEqualTo(get.id());
        assertThat(envelope.outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void waitingAndRunningTimesAreTold() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        bench.runner().deliver(bench.get("10.0.0.1"));
        bench.devices().nextStarted();
        Delivery second = bench.get("10.0.0.1");
        bench.runner().deliver(second);
        bench.devices().whileRunning(() -> bench.clock.advance(Duration.ofMillis(70)));

        bench.clock.advance(Duration.ofMillis(300));
        bench.devices().release();

        assertThat(List.of(bench.nextOutcome(), bench.nextOutcome()))
                .filteredOn(envelope -> envelope.command().equals(second.id()))
                .extracting(OutcomeEnvelope::waitedMillis, OutcomeEnvelope::ranMillis)
                .containsExactly(tuple(300L, 70L));
    }

    @Test
    void refusedCommandIsNeverStarted() throws Exception {
        bench.devices().behave(Behaviour.REFUSE);

        bench.runner().deliver(bench.set("10.0.0.1"));

        assertThat(bench.nextOutcome().outcome()).isEqualTo(new Outcome.Refused(RefusalCode.POLICY, "told to"));
        assertThat(bench.devices().startedAndNotSeen()).isZero();
    }

    @Test
    void deviceThatDoesNotAnswerIsAFailedOutcome() throws Exception {
        bench.devices().behave(Behaviour.BREAK);

        bench.runner().deliver(bench.get("10.0.0.1"));

        assertThat(bench.nextOutcome().outcome()).isEqualTo(new Outcome.Failed(FailureCode.DEVICE_TIMEOUT, "told to"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"HIT_A_BUG", "RUN_OUT_OF_MEMORY"})
    void faultOfOursIsAnOutcomeTooAndTheNextCommandRuns(Behaviour fault) throws Exception {
        bench.devices().behave(fault);
        bench.runner().deliver(bench.set("10.0.0.2"));
        assertThat(bench.nextOutcome().outcome()).isInstanceOf(Outcome.Unknown.class);
        bench.runner().deliver(bench.get("10.0.0.1"));

        assertThat(bench.nextOutcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL));

        bench.devices().behave(Behaviour.ANSWER);
        bench.runner().deliver(bench.get("10.0.0.1"));
        assertThat(bench.nextOutcome().outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void setIsOnDiskAsStartedBeforeItTouchesTheDevice() throws Exception {
        Delivery set = bench.set("10.0.0.1");
        List<Stage> seen = new ArrayList<>();
        bench.devices()
                .whileRunning(() ->
                        bench.journal().find(set.id()).map(JournalEntry::stage).ifPresent(seen::add));

        bench.runner().deliver(set);

        bench.nextOutcome();
        assertThat(seen).containsExactly(Stage.STARTED);
    }

    @Test
    void commandsOnOneTargetRunOneAfterAnotherInTheOrderTheyCame() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            deliveries.add(bench.deliverAndAwaitInHand(bench.walk("10.0.0.1", i + 1), i + 1));
        }
        bench.devices().nextStarted();
        assertThat(bench.devices().startedAndNotSeen()).isZero();

        bench.devices().release();

        for (Delivery next : deliveries.subList(1, 4)) {
            assertThat(bench.devices().nextStarted()).isEqualTo(next.command());
        }
    }

    @Test
    void slowTargetHoldsPlacesButNoWorkerThatAnotherTargetNeeds() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        for (int i = 0; i < 4; i++) {
            bench.runner().deliver(bench.get("10.0.0.1"));
        }
        bench.devices().nextStarted();

        Delivery other = bench.get("10.0.0.2");
        bench.runner().deliver(other);

        assertThat(bench.devices().nextStarted()).isEqualTo(other.command());
        assertThat(bench.lane(Lane.INTERACTIVE)).isEqualTo(new LaneStatus(Lane.INTERACTIVE, 2, 3));
    }

    @Test
    void laneRunsAsManyAsItHasWorkers() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        bench.runner().deliver(bench.get("10.0.0.1"));
        bench.runner().deliver(bench.get("10.0.0.2"));
        bench.devices().nextStarted();
        bench.devices().nextStarted();
        bench.runner().deliver(bench.get("10.0.0.3"));
        await().until(() -> bench.lane(Lane.INTERACTIVE).waiting() == 1);

        Delivery inOtherLane =
                bench.delivery(bench.ids.next(), bench.get("10.0.0.4").command(), Lane.BULK);
        bench.runner().deliver(inOtherLane);

        assertThat(bench.devices().nextStarted()).isEqualTo(inOtherLane.command());
        assertThat(bench.devices().startedAndNotSeen()).isZero();
    }

    @Test
    void targetOverItsShareIsBusyAndOthersAreNot() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        for (int i = 0; i < RunnerBench.LANE.share(); i++) {
            bench.runner().deliver(bench.get("10.0.0.1"));
        }
        await().until(() -> bench.lane(Lane.INTERACTIVE).waiting() == RunnerBench.LANE.share() - 1);

        bench.runner().deliver(bench.get("10.0.0.1"));

        assertThat(bench.nextOutcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.BUSY));
    }

    @Test
    void commandWhoseStartByPassesWhileItWaitsForItsTargetIsNeverStarted() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        bench.runner().deliver(bench.get("10.0.0.1"));
        bench.devices().nextStarted();
        Delivery late = bench.deliverAndAwaitInHand(bench.set("10.0.0.1"), 2);

        bench.clock.advance(Duration.ofSeconds(31));
        bench.devices().release();

        assertThat(List.of(bench.nextOutcome(), bench.nextOutcome()))
                .filteredOn(envelope -> envelope.command().equals(late.id()))
                .extracting(OutcomeEnvelope::outcome)
                .containsExactly(new Outcome.Expired(Outcome.Expired.Where.AGENT));
        assertThat(bench.devices().startedAndNotSeen()).isZero();
    }

    @Test
    void commandThatComesTooLateExpiresAtOnce() throws Exception {
        Command command = bench.get("10.0.0.1").command();
        Deadline passed = Deadline.in(Duration.ofMillis(-5), bench.clock);

        bench.runner()
                .deliver(new Delivery(
                        bench.ids.next(),
                        command,
                        Lane.INTERACTIVE,
                        RunnerBench.REPLY_TO,
                        1,
                        passed,
                        Duration.ofSeconds(10)));

        assertThat(bench.nextOutcome().outcome()).isEqualTo(new Outcome.Expired(Outcome.Expired.Where.AGENT));
        assertThat(bench.devices().startedAndNotSeen()).isZero();
    }

    @Test
    void cancelledWhileItRunsEndsWithItsTrueOutcome() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        Delivery running = bench.set("10.0.0.1");
        bench.runner().deliver(running);
        bench.devices().nextStarted();

        bench.runner().cancel(running.id());
        bench.devices().release();

        assertThat(bench.nextOutcome().outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void cancelThatOvertookItsCommandHolds() throws Exception {
        Delivery set = bench.set("10.0.0.1");

        bench.runner().cancel(set.id());
        bench.runner().deliver(set);

        assertThat(bench.nextOutcome().outcome()).isEqualTo(new Outcome.Cancelled());
        assertThat(bench.devices().startedAndNotSeen()).isZero();
    }

    @Test
    void drainingAgentRefusesWhatIsNewAndRunsWhatIsInHand() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        bench.runner().deliver(bench.get("10.0.0.1"));
        bench.devices().nextStarted();

        bench.runner().drain();
        bench.runner().deliver(bench.get("10.0.0.2"));

        assertThat(bench.nextOutcome().outcome())
                .isEqualTo(new Outcome.Refused(RefusalCode.DRAINING, "the agent takes no new work"));
        bench.devices().release();
        assertThat(bench.nextOutcome().outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void laneWithTwiceItsPlacesInHandIsBusy() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        for (int i = 0; i < 2 * RunnerBench.LANE.places(); i++) {
            bench.runner().deliver(bench.get("10.0.0." + (i + 1)));
        }

        bench.runner().deliver(bench.get("10.0.1.1"));

        assertThat(bench.nextOutcome().outcome())
                .isEqualTo(new Outcome.Refused(RefusalCode.BUSY, "lane interactive has 16 commands in hand"));
    }

    @Test
    void gatewayThatSendsWithoutEndAndConfirmsNothingIsNotHeardAnyMore() {
        int most = 4 * 3 * RunnerBench.LANE.places();
        int taken = 0;
        while (taken <= most && bench.runner().deliver(bench.get("10.0.0.1"))) {
            taken++;
        }

        // One that is just being answered counts as in hand and as unconfirmed.
        assertThat(taken).isBetween(most / 2, most);
    }

    @Test
    void commandThatIgnoresItsDeadlineIsInterrupted() throws Exception {
        bench.devices().behave(Behaviour.ANSWER_LATE);
        bench.runner().deliver(bench.get("10.0.0.1"));
        bench.devices().nextStarted();
        bench.runner().interruptOverdue();
        assertThat(bench.lane(Lane.INTERACTIVE).running()).isEqualTo(1);

        bench.clock.advance(Duration.ofSeconds(16));
        bench.runner().interruptOverdue();

        assertThat(bench.nextOutcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FailureCode.RUN_FOR));
    }

    @Test
    void fullJournalRefusesNewWork() throws Exception {
        bench.restartWith(new JournalConfig(300, 300, 1000, 256, 1 << 20, Duration.ofHours(25)));
        bench.runner().deliver(bench.set("10.0.0.1"));
        bench.nextOutcome();
        bench.runner().deliver(bench.set("10.0.0.1"));
        bench.nextOutcome();
        bench.devices().nextStarted();

        bench.runner().deliver(bench.set("10.0.0.1"));

        assertThat(bench.nextOutcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.BUSY));
    }

    @Test
    void withoutAJournalAReadIsAnsweredAndASetIsNeitherStartedNorAnswered() throws Exception {
        bench.journal().close();

        Delivery set = bench.set("10.0.0.1");
        bench.runner().deliver(set);
        await().until(() -> bench.lane(Lane.INTERACTIVE).running() == 0);
        bench.runner().deliver(bench.get("10.0.0.2"));

        assertThat(bench.nextOutcome().command()).isNotEqualTo(set.id());
        assertThat(bench.runner().outbox().isReady()).isFalse();
        assertThat(bench.devices().startedAndNotSeen()).isEqualTo(1);
    }

    /// Half of it is in the spool when it proves that the journal takes nothing.
    @Test
    void largeOutcomeThatCannotBeKeptGivesWayToTheReasonAndLeavesNoFile() throws Exception {
        var large = new VarBind(RunnerBench.OBJECT, new SnmpValue.OctetString(Octets.of(new byte[60_000])));
        bench.devices().answerWith(Collections.nCopies(10, large));
        bench.devices().whileRunning(bench.journal()::close);

        bench.runner().deliver(bench.get("10.0.0.1"));

        assertThat(bench.nextOutcome().outcome())
                .isEqualTo(
                        new Outcome.Failed(FailureCode.INTERNAL, "the outcome could not be kept on the agent's disk"));
        await().until(() -> bench.runner().lanes().stream().allMatch(lane -> lane.running() == 0));
        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void whatACommandHoldsIsGivenBackOnceItsOutcomeIsKept() throws Exception {
        BlockingQueue<Boolean> keptByThen = new LinkedBlockingQueue<>();
        Delivery get = bench.get("10.0.0.1");
        bench.devices()
                .whenReleased(
                        () -> keptByThen.add(bench.journal().find(get.id()).isPresent()));

        bench.runner().deliver(get);

        assertThat(keptByThen.poll(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void illegibleCommandIsAnswered() throws Exception {
        CommandId id = bench.ids.next();
        var refusal = new Outcome.Refused(RefusalCode.MALFORMED, "body is no JSON");

        bench.runner().refuse(id, Effect.SET, Lane.BULK, RunnerBench.REPLY_TO, refusal);

        assertThat(bench.nextOutcome()).isEqualTo(new OutcomeEnvelope(id, refusal, 0, 0));
    }
}
