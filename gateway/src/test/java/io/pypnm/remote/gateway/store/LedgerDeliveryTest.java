package io.pypnm.remote.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.CancelResult;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.SessionRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LedgerDeliveryTest {
    @TempDir
    private Path directory;

    private final Samples samples = new Samples();
    private Store store;
    private Ledger ledger;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("ledger.db"), samples);
        ledger = store.ledger();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void deliveredSetIsOnDiskWhenTheLinkMayWrite() {
        NewCommand command = accepted(samples.set());
        AgentSession session = Samples.session(ledger);

        assertThat(ledger.deliver(command.id(), session))
                .isEqualTo(new Delivery.Go(1, command.startBy(), command.runFor(), ""));

        CommandRow row = ledger.find(command.id()).orElseThrow();
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(row.state())
                .isEqualTo(new State.Delivered(session.epoch(), Samples.INSTANCE, true, samples.instant()));
    }

    @Test
    void deliveredReadIsNotedWithTheNextChange() {
        NewCommand command = accepted(samples.read());
        AgentSession session = Samples.session(ledger);

        assertThat(ledger.deliver(command.id(), session)).isInstanceOf(Delivery.Go.class);
        accepted(samples.read());

        assertThat(state(command.id())).isInstanceOf(State.Delivered.class);
    }

    @Test
    void unknownCommandIsMissing() {
        assertThat(ledger.deliver(samples.id(), Samples.session(ledger))).isEqualTo(new Delivery.Missing());
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void commandWithAnOutcomeIsSettled(Effect effect) {
        NewCommand command = accepted(samples.command(Samples.AGENT, effect, new NewCommand.Idempotency.None()));
        AgentSession session = Samples.session(ledger);
        ledger.deliver(command.id(), session);
        ledger.settle(List.of(Samples.completed(command.id(), Samples.agent())));

        assertThat(ledger.deliver(command.id(), session)).isEqualTo(new Delivery.Settled());
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void cancelledCommandEndsWhenItsMessageIsMet(Effect effect) {
        NewCommand command = accepted(samples.command(Samples.AGENT, effect, new NewCommand.Idempotency.None()));
        AgentSession session = Samples.session(ledger);

        assertThat(ledger.cancel(command.id()))
                .isInstanceOfSatisfying(
                        CancelResult.Requested.class,
                        requested -> assertThat(requested.command().cancelRequested())
                                .isTrue());
        assertThat(state(command.id())).isEqualTo(new State.Accepted());
        assertThat(ledger.deliver(command.id(), session)).isEqualTo(new Delivery.Cancelled());

        assertThat(outcome(command.id())).isEqualTo(new Outcome.Cancelled());
        assertThat(ledger.cancel(command.id()))
                .isInstanceOfSatisfying(
                        CancelResult.Ended.class,
                        ended -> assertThat(ended.command().cancelRequested()).isTrue());
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void earlierSessionIsFenced(Effect effect) {
        NewCommand command = accepted(samples.command(Samples.AGENT, effect, new NewCommand.Idempotency.None()));
        AgentSession earlier = Samples.session(ledger);
        AgentSession later = Samples.session(ledger);

        assertThat(ledger.deliver(command.id(), earlier)).isEqualTo(new Delivery.Fenced());
        assertThat(ledger.deliver(command.id(), later)).isInstanceOf(Delivery.Go.class);
    }

    @Test
    void setGoesToTheSameJournalAgain() {
        NewCommand command = accepted(samples.set());
        ledger.deliver(command.id(), Samples.session(ledger));
        AgentSession back = Samples.session(ledger);

        assertThat(ledger.deliver(command.id(), back))
                .isInstanceOfSatisfying(
                        Delivery.Go.class, go -> assertThat(go.attempt()).isEqualTo(2));
        assertThat(state(command.id()))
                .isEqualTo(new State.Delivered(back.epoch(), Samples.INSTANCE, true, samples.instant()));
    }

    @Test
    void setThatAnotherInstanceHoldsEndsUnknown() {
        NewCommand command = accepted(samples.set());
        ledger.deliver(command.id(), Samples.session(ledger));

        assertThat(ledger.deliver(command.id(), Samples.session(ledger, Samples.OTHER_INSTANCE, true)))
                .isEqualTo(new Delivery.Foreign());

        assertThat(outcome(command.id())).isInstanceOf(Outcome.Unknown.class);
        assertThat(ledger.totals().ended()).containsEntry(OutcomeKind.UNKNOWN, 1L);
    }

    @Test
    void setThatAPeerWithoutJournalHadEndsUnknown() {
        NewCommand command = accepted(samples.set());
        ledger.deliver(command.id(), Samples.session(ledger, Samples.INSTANCE, false));

        assertThat(ledger.deliver(command.id(), Samples.session(ledger, Samples.INSTANCE, false)))
                .isEqualTo(new Delivery.Foreign());
    }

    @Test
    void readDeliveredThreeTimesIsGivenUp() {
        NewCommand command = accepted(samples.read());
        for (int attempt = 1; attempt <= 3; attempt++) {
            int expected = attempt;
            assertThat(ledger.deliver(command.id(), Samples.session(ledger, Samples.OTHER_INSTANCE, false)))
                    .isInstanceOfSatisfying(
                            Delivery.Go.class, go -> assertThat(go.attempt()).isEqualTo(expected));
        }

        assertThat(ledger.deliver(command.id(), Samples.session(ledger))).isEqualTo(new Delivery.Exhausted());

        assertThat(outcome(command.id()))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FailureCode.AGENT_LOST));
        assertThat(state(command.id()))
                .isInstanceOfSatisfying(
                        State.Ended.class, ended -> assertThat(ended.code()).isEqualTo("AGENT_LOST"));
    }

    @Test
    void queuedMarkNeverTakesAStepBack() {
        NewCommand command = accepted(samples.set());
        ledger.deliver(command.id(), Samples.session(ledger));

        ledger.queued(command.id());
        accepted(samples.read());

        assertThat(state(command.id())).isInstanceOf(State.Delivered.class);
    }

    @Test
    void cancelOfADeliveredCommandIsRepeatedToItsAgentUntilItEnds() {
        NewCommand waiting = accepted(samples.set());
        NewCommand delivered = accepted(samples.set());
        ledger.deliver(delivered.id(), Samples.session(ledger));

        ledger.cancel(waiting.id());
        ledger.cancel(delivered.id());
        assertThat(ledger.pendingCancels(Samples.AGENT)).containsExactly(delivered.id());

        ledger.settle(List.of(Samples.completed(delivered.id(), Samples.agent())));
        assertThat(ledger.pendingCancels(Samples.AGENT)).isEmpty();
    }

    @Test
    void sessionsAreNumberedAndTheLastIsKnown() {
        assertThat(ledger.lastSession(Samples.AGENT)).isEmpty();

        assertThat(Samples.session(ledger).epoch()).isEqualTo(1);
        assertThat(Samples.session(ledger, Samples.OTHER_INSTANCE, false).epoch())
                .isEqualTo(2);
        ledger.closeSession(Samples.AGENT, 1);
        accepted(samples.read());
        assertThat(ledger.lastSession(Samples.AGENT))
                .contains(new SessionRow(
                        Samples.AGENT,
                        2,
                        Samples.OTHER_INSTANCE,
                        false,
                        "127.0.0.1",
                        samples.instant(),
                        new SessionRow.End.NotSeen()));

        samples.advance(Duration.ofSeconds(5));
        ledger.closeSession(Samples.AGENT, 2);
        accepted(samples.read());
        assertThat(ledger.lastSession(Samples.AGENT).orElseThrow().end())
                .isEqualTo(new SessionRow.End.Closed(samples.instant()));
    }

    private NewCommand accepted(NewCommand command) {
        ledger.accept(command);
        return command;
    }

    private State state(CommandId id) {
        return ledger.find(id).orElseThrow().state();
    }

    /// The outcome as a reader of the API would decode it.
    private Outcome outcome(CommandId id) {
        if (!(state(id) instanceof State.Ended ended) || !(ended.body() instanceof OutcomeBody.Inline inline)) {
            throw new AssertionError("command " + id + " has no outcome here");
        }
        try {
            OutcomeEnvelope envelope = new MessageCodec().decodeOutcome(inline.json());
            assertThat(envelope.command()).isEqualTo(id);
            assertThat(OutcomeKind.of(envelope.outcome())).isEqualTo(ended.kind());
            return envelope.outcome();
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }
}
