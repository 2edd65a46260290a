package io.pypnm.remote.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.journal.JournalConfig;
import io.pypnm.remote.agent.journal.JournalEntry;
import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.agent.journal.OutcomeBody;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.testing.FakeOperations;
import io.pypnm.remote.agent.testing.FakeOperations.Behaviour;
import io.pypnm.remote.agent.testing.MovableClock;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class CommandRunnerTest {
    private static final String REPLY_TO = "outcomes.gw-1";
    private static final Oid OBJECT = Oid.parse("1.3.6.1.2.1.1.5.0");
    private static final LaneConfig LANE = new LaneConfig(2, 8);
    private static final RunConfig CONFIG =
            new RunConfig(Map.of(Lane.INTERACTIVE, LANE, Lane.BULK, LANE, Lane.LONG, LANE), 1, Map.of());

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private final CommandIds ids = new CommandIds(clock, new Random(1));
    private final MessageCodec codec = new MessageCodec();
    private FakeOperations devices = new FakeOperations();
    private Journal journal;
    private CommandRunner runner;
    private BlockingQueue<Boolean> ready = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws IOException {
        startWith(JournalConfig.STANDARD);
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

    @AfterEach
    void stop() throws InterruptedException {
        runner.stop(Duration.ZERO);
        journal.close();
    }

    /// The agent dies and comes back: only what is on disk is left of it.
    private void restart() throws Exception {
        stop();
        devices = new FakeOperations();
        start();
    }

    @Test
    void answeredCommandComesOutWithItsOutcome() throws Exception {
        Delivery get = get("10.0.0.1");

        runner.deliver(get);

        assertThat(devices.nextStarted()).isEqualTo(get.command());
        OutcomeEnvelope envelope = nextOutcome();
        assertThat(envelope.command()).isEqualTo(get.id());
        assertThat(envelope.outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void waitingAndRunningTimesAreTold() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        runner.deliver(get("10.0.0.1"));
        devices.nextStarted();
        Delivery second = get("10.0.0.1");
        runner.deliver(second);
        devices.whileRunning(() -> clock.advance(Duration.ofMillis(70)));

        clock.advance(Duration.ofMillis(300));
        devices.release();

        assertThat(List.of(nextOutcome(), nextOutcome()))
                .filteredOn(envelope -> envelope.command().equals(second.id()))
                .extracting(OutcomeEnvelope::waitedMillis, OutcomeEnvelope::ranMillis)
                .containsExactly(tuple(300L, 70L));
    }

    @Test
    void refusedCommandIsNeverStarted() throws Exception {
        devices.behave(Behaviour.REFUSE);

        runner.deliver(set("10.0.0.1"));

        assertThat(nextOutcome().outcome()).isEqualTo(new Outcome.Refused(RefusalCode.POLICY, "told to"));
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void deviceThatDoesNotAnswerIsAFailedOutcome() throws Exception {
        devices.behave(Behaviour.BREAK);

        runner.deliver(get("10.0.0.1"));

        assertThat(nextOutcome().outcome()).isEqualTo(new Outcome.Failed(FailureCode.DEVICE_TIMEOUT, "told to"));
    }

    @Test
    void faultOfOursIsAnOutcomeTooAndTheNextCommandRuns() throws Exception {
        devices.behave(Behaviour.HIT_A_BUG);
        runner.deliver(get("10.0.0.1"));

        assertThat(nextOutcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL));

        devices.behave(Behaviour.ANSWER);
        runner.deliver(get("10.0.0.1"));
        assertThat(nextOutcome().outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void setIsOnDiskAsStartedBeforeItTouchesTheDevice() throws Exception {
        Delivery set = set("10.0.0.1");
        List<Stage> seen = new ArrayList<>();
        devices.whileRunning(
                () -> journal.find(set.id()).map(JournalEntry::stage).ifPresent(seen::add));

        runner.deliver(set);

        nextOutcome();
        assertThat(seen).containsExactly(Stage.STARTED);
    }

    @Test
    void commandsOnOneTargetRunOneAfterAnotherInTheOrderTheyCame() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            deliveries.add(deliverAndAwaitInHand(walk("10.0.0.1", i + 1), i + 1));
        }
        devices.nextStarted();
        assertThat(devices.startedAndNotSeen()).isZero();

        devices.release();

        for (Delivery next : deliveries.subList(1, 4)) {
            assertThat(devices.nextStarted()).isEqualTo(next.command());
        }
    }

    @Test
    void slowTargetHoldsPlacesButNoWorkerThatAnotherTargetNeeds() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        for (int i = 0; i < 4; i++) {
            runner.deliver(get("10.0.0.1"));
        }
        devices.nextStarted();

        Delivery other = get("10.0.0.2");
        runner.deliver(other);

        assertThat(devices.nextStarted()).isEqualTo(other.command());
        assertThat(lane(Lane.INTERACTIVE)).isEqualTo(new LaneStatus(Lane.INTERACTIVE, 2, 3));
    }

    @Test
    void laneRunsAsManyAsItHasWorkers() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        runner.deliver(get("10.0.0.1"));
        runner.deliver(get("10.0.0.2"));
        devices.nextStarted();
        devices.nextStarted();
        runner.deliver(get("10.0.0.3"));
        await().until(() -> lane(Lane.INTERACTIVE).waiting() == 1);

        Delivery inOtherLane = delivery(ids.next(), get("10.0.0.4").command(), Lane.BULK);
        runner.deliver(inOtherLane);

        assertThat(devices.nextStarted()).isEqualTo(inOtherLane.command());
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void targetOverItsShareIsBusyAndOthersAreNot() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        for (int i = 0; i < LANE.share(); i++) {
            runner.deliver(get("10.0.0.1"));
        }
        await().until(() -> lane(Lane.INTERACTIVE).waiting() == LANE.share() - 1);

        runner.deliver(get("10.0.0.1"));

        assertThat(nextOutcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.BUSY));
    }

    @Test
    void commandWhoseStartByPassesWhileItWaitsForItsTargetIsNeverStarted() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        runner.deliver(get("10.0.0.1"));
        devices.nextStarted();
        Delivery late = deliverAndAwaitInHand(set("10.0.0.1"), 2);

        clock.advance(Duration.ofSeconds(31));
        devices.release();

        assertThat(List.of(nextOutcome(), nextOutcome()))
                .filteredOn(envelope -> envelope.command().equals(late.id()))
                .extracting(OutcomeEnvelope::outcome)
                .containsExactly(new Outcome.Expired(Outcome.Expired.Where.AGENT));
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void commandThatComesTooLateExpiresAtOnce() throws Exception {
        Command command = get("10.0.0.1").command();
        Deadline passed = Deadline.in(Duration.ofMillis(-5), clock);

        runner.deliver(
                new Delivery(ids.next(), command, Lane.INTERACTIVE, REPLY_TO, 1, passed, Duration.ofSeconds(10)));

        assertThat(nextOutcome().outcome()).isEqualTo(new Outcome.Expired(Outcome.Expired.Where.AGENT));
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void cancelledWhileItWaitsIsNeverStartedAndTheProofIsOnDisk() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        runner.deliver(get("10.0.0.1"));
        devices.nextStarted();
        Delivery waiting = deliverAndAwaitInHand(set("10.0.0.1"), 2);

        runner.cancel(waiting.id());

        assertThat(nextOutcome().outcome()).isEqualTo(new Outcome.Cancelled());
        restart();
        assertThat(nextOutcome().outcome()).isEqualTo(new Outcome.Cancelled());
        runner.deliver(waiting);
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void cancelledWhileItRunsEndsWithItsTrueOutcome() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        Delivery running = set("10.0.0.1");
        runner.deliver(running);
        devices.nextStarted();

        runner.cancel(running.id());
        devices.release();

        assertThat(nextOutcome().outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void cancelThatOvertookItsCommandHolds() throws Exception {
        Delivery set = set("10.0.0.1");

        runner.cancel(set.id());
        runner.deliver(set);

        assertThat(nextOutcome().outcome()).isEqualTo(new Outcome.Cancelled());
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void redeliveredWhileInHandRunsOnce() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        Delivery set = set("10.0.0.1");
        runner.deliver(set);
        devices.nextStarted();

        assertThat(runner.deliver(set)).isTrue();
        devices.release();

        nextOutcome();
        assertThat(devices.startedAndNotSeen()).isZero();
        assertThat(runner.outbox().isReady()).isFalse();
    }

    @Test
    void redeliveredAfterItsOutcomeWasReceivedIsAnsweredAgainAndNotRun() throws Exception {
        Delivery set = set("10.0.0.1");
        runner.deliver(set);
        devices.nextStarted();
        OutcomeEnvelope first = nextOutcome();
        runner.outbox().received(set.id());
        restart();
        assertThat(runner.outbox().isReady()).isFalse();

        runner.deliver(set);

        assertThat(nextOutcome()).isEqualTo(first);
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void redeliveredReadRunsAgainOnceItWasDelivered() throws Exception {
        Delivery read = get("10.0.0.1");
        runner.deliver(read);
        devices.nextStarted();
        nextOutcome();
        runner.outbox().received(read.id());
        runner.outbox().delivered(read.id());
        await().until(() ->
                journal.find(read.id()).isEmpty() && lane(Lane.INTERACTIVE).running() == 0);

        runner.deliver(read);

        assertThat(devices.nextStarted()).isEqualTo(read.command());
    }

    @Test
    void redeliveredSetThatWasDeliveredForGoodIsAnsweredUnknownAndNotRun() throws Exception {
        Delivery set = set("10.0.0.1");
        runner.deliver(set);
        devices.nextStarted();
        nextOutcome();
        runner.outbox().received(set.id());
        runner.outbox().delivered(set.id());
        restart();

        runner.deliver(set);

        assertThat(nextOutcome().outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void setThatRanWhenTheAgentStoppedEndsUnknownAndNeverRunsAgain() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        Delivery set = set("10.0.0.1");
        runner.deliver(set);
        devices.nextStarted();

        restart();

        OutcomeEnvelope envelope = nextOutcome();
        assertThat(envelope.command()).isEqualTo(set.id());
        assertThat(envelope.outcome()).isEqualTo(new Outcome.Unknown("the agent stopped while it ran"));
        runner.deliver(set);
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void readThatRanWhenTheAgentStoppedIsForgottenAndRunsAgain() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        Delivery read = get("10.0.0.1");
        runner.deliver(read);
        devices.nextStarted();

        restart();

        assertThat(runner.outbox().isReady()).isFalse();
        runner.deliver(read);
        assertThat(devices.nextStarted()).isEqualTo(read.command());
    }

    @Test
    void stopLetsWhatRunsEndAndLeavesWhatWaitsToTheNextStart() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        Delivery running = set("10.0.0.1");
        Delivery waiting = set("10.0.0.1");
        runner.deliver(running);
        devices.nextStarted();
        deliverAndAwaitInHand(waiting, 2);
        devices.whileRunning(() -> {
            throw new AssertionError("started while the agent stops");
        });
        Thread stopping = Thread.ofVirtual().start(() -> {
            try {
                runner.stop(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> lane(Lane.INTERACTIVE).waiting() == 0);

        devices.release();

        assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
        assertThat(nextOutcome().outcome()).isInstanceOf(Outcome.Completed.class);
        assertThat(runner.outbox().isReady()).isFalse();
        restart();
        nextOutcome();
        runner.deliver(waiting);
        assertThat(devices.nextStarted()).isEqualTo(waiting.command());
    }

    @Test
    void drainingAgentRefusesWhatIsNewAndRunsWhatIsInHand() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        runner.deliver(get("10.0.0.1"));
        devices.nextStarted();

        runner.drain();
        runner.deliver(get("10.0.0.2"));

        assertThat(nextOutcome().outcome())
                .isEqualTo(new Outcome.Refused(RefusalCode.DRAINING, "the agent takes no new work"));
        devices.release();
        assertThat(nextOutcome().outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void laneWithTwiceItsPlacesInHandIsBusy() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        for (int i = 0; i < 2 * LANE.places(); i++) {
            runner.deliver(get("10.0.0." + (i + 1)));
        }

        runner.deliver(get("10.0.1.1"));

        assertThat(nextOutcome().outcome())
                .isEqualTo(new Outcome.Refused(RefusalCode.BUSY, "lane interactive has 16 commands in hand"));
    }

    @Test
    void gatewayThatSendsWithoutEndAndConfirmsNothingIsNotHeardAnyMore() {
        int most = 4 * 3 * LANE.places();
        int taken = 0;
        while (taken <= most && runner.deliver(get("10.0.0.1"))) {
            taken++;
        }

        // One that is just being answered counts as in hand and as unconfirmed.
        assertThat(taken).isBetween(most / 2, most);
    }

    @Test
    void commandThatIgnoresItsDeadlineIsInterrupted() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        runner.deliver(get("10.0.0.1"));
        devices.nextStarted();
        runner.interruptOverdue();
        assertThat(lane(Lane.INTERACTIVE).running()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(16));
        runner.interruptOverdue();

        assertThat(nextOutcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FailureCode.RUN_FOR));
    }

    @Test
    void fullJournalRefusesNewWork() throws Exception {
        stop();
        startWith(new JournalConfig(300, 1000, 256, 1 << 20, Duration.ofHours(25)));
        runner.deliver(set("10.0.0.1"));
        nextOutcome();
        runner.deliver(set("10.0.0.1"));
        nextOutcome();
        devices.nextStarted();

        runner.deliver(set("10.0.0.1"));

        assertThat(nextOutcome().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.BUSY));
    }

    @Test
    void withoutAJournalAReadIsAnsweredAndASetIsNeitherStartedNorAnswered() throws Exception {
        journal.close();

        Delivery set = set("10.0.0.1");
        runner.deliver(set);
        await().until(() -> lane(Lane.INTERACTIVE).running() == 0);
        runner.deliver(get("10.0.0.2"));

        assertThat(nextOutcome().command()).isNotEqualTo(set.id());
        assertThat(runner.outbox().isReady()).isFalse();
        assertThat(devices.startedAndNotSeen()).isEqualTo(1);
    }

    /// Half of it is in the spool when it proves that the journal takes nothing.
    @Test
    void largeOutcomeThatCannotBeKeptGivesWayToTheReasonAndLeavesNoFile() throws Exception {
        var large = new VarBind(OBJECT, new SnmpValue.OctetString(Octets.of(new byte[60_000])));
        devices.answerWith(Collections.nCopies(10, large));
        devices.whileRunning(journal::close);

        runner.deliver(get("10.0.0.1"));

        assertThat(nextOutcome().outcome())
                .isEqualTo(
                        new Outcome.Failed(FailureCode.INTERNAL, "the outcome could not be kept on the agent's disk"));
        await().until(() -> runner.lanes().stream().allMatch(lane -> lane.running() == 0));
        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void illegibleCommandIsAnswered() throws Exception {
        CommandId id = ids.next();
        var refusal = new Outcome.Refused(RefusalCode.MALFORMED, "body is no JSON");

        runner.refuse(id, Effect.SET, Lane.BULK, REPLY_TO, refusal);

        assertThat(nextOutcome()).isEqualTo(new OutcomeEnvelope(id, refusal, 0, 0));
    }

    private OutcomeEnvelope nextOutcome() throws Exception {
        assertThat(ready.poll(10, TimeUnit.SECONDS))
                .as("an outcome within 10 s")
                .isNotNull();
        Outbox.Outgoing outgoing = runner.outbox().next().orElseThrow();
        assertThat(outgoing.replyTo()).isEqualTo(REPLY_TO);
        assertThat(outgoing.body()).isInstanceOf(OutcomeBody.Inline.class);
        return codec.decodeOutcome(((OutcomeBody.Inline) outgoing.body()).bytes());
    }

    private Delivery deliverAndAwaitInHand(Delivery delivery, int inHand) {
        runner.deliver(delivery);
        // In the order of the calls only once the command stands in its target's line.
        await().until(() -> runner.waitingForTargets() + 1 == inHand);
        return delivery;
    }

    private LaneStatus lane(Lane lane) {
        return runner.lanes().stream()
                .filter(it -> it.lane() == lane)
                .findFirst()
                .orElseThrow();
    }

    private Delivery get(String address) {
        return delivery(ids.next(), new Command.SnmpGet(target(address), List.of(OBJECT)), Lane.INTERACTIVE);
    }

    private Delivery walk(String address, int limit) {
        return delivery(ids.next(), new Command.SnmpWalk(target(address), OBJECT, 10, limit), Lane.INTERACTIVE);
    }

    private Delivery set(String address) {
        var value = new VarBind(OBJECT, new SnmpValue.Integer32(1));
        return delivery(ids.next(), new Command.SnmpSet(target(address), List.of(value)), Lane.INTERACTIVE);
    }

    private Delivery delivery(CommandId id, Command command, Lane lane) {
        Deadline startBy = Deadline.in(Duration.ofSeconds(30), clock);
        return new Delivery(id, command, lane, REPLY_TO, 1, startBy, Duration.ofSeconds(10));
    }

    private static SnmpTarget target(String address) {
        return SnmpTarget.of(DeviceAddress.parse(address), new SnmpAccess.Automatic());
    }
}
