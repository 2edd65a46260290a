package io.pypnm.remote.gateway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.ledger.Standing.Holder;
import io.pypnm.remote.gateway.ledger.Standing.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StandingTest {
    private static final AgentId AGENT = new AgentId("jump-01");
    private static final CommandId ID = CommandId.parse("01936e1c-0000-7000-8000-000000000001");
    private static final InstanceId INSTANCE = new InstanceId(new UUID(1, 1));
    private static final InstanceId OTHER = new InstanceId(new UUID(2, 2));
    private static final Instant START_BY = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration RUN_FOR = Duration.ofSeconds(30);
    private static final Holder NOBODY = new Holder.Nobody();
    private static final Holder JOURNAL = new Holder.Peer(INSTANCE, 7, true);
    private static final Holder NO_JOURNAL = new Holder.Peer(INSTANCE, 7, false);

    @Test
    void freshCommandGoesOutWithItsDeadlines() {
        Standing standing = standing(Effect.SET, 0, false, NOBODY);

        assertThat(standing.metBy(session(INSTANCE, true), 8))
                .isEqualTo(new Verdict.Answer(new Delivery.Go(1, START_BY, RUN_FOR, "00-trace")));
    }

    @Test
    void endedCommandIsSettledWhoeverAsks() {
        Standing standing = new Standing(AGENT, Effect.SET, START_BY, RUN_FOR, "", 1, true, JOURNAL, "some-sha256");

        assertThat(standing.metBy(session(OTHER, false), 99)).isEqualTo(new Verdict.Answer(new Delivery.Settled()));
    }

    @Test
    void sessionThatALaterOneReplacedIsFenced() {
        Standing standing = standing(Effect.READ, 0, true, NOBODY);

        assertThat(standing.metBy(session(INSTANCE, true), 9)).isEqualTo(new Verdict.Answer(new Delivery.Fenced()));
    }

    @Test
    void anotherAgentsCommandIsMissing() {
        AgentSession stranger = new AgentSession(new AgentId("jump-02"), 8, INSTANCE, true);

        assertThat(standing(Effect.READ, 0, false, NOBODY).metBy(stranger, 8))
                .isEqualTo(new Verdict.Answer(new Delivery.Missing()));
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void cancelledCommandThatWasNeverDeliveredEnds(Effect effect) {
        assertThat(standing(effect, 0, true, NOBODY).metBy(session(INSTANCE, true), 8))
                .isEqualTo(new Verdict.End(new Outcome.Cancelled(), new Delivery.Cancelled()));
    }

    @Test
    void cancelledCommandThatWasDeliveredGoesToItsJournalAgain() {
        assertThat(standing(Effect.SET, 1, true, JOURNAL).metBy(session(INSTANCE, true), 8))
                .isEqualTo(new Verdict.Answer(new Delivery.Go(2, START_BY, RUN_FOR, "00-trace")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"SET", "ACT"})
    void deliveredSetEndsUnknownAtAnyOtherPeer(Effect effect) {
        assertEndsUnknown(standing(effect, 1, false, JOURNAL), session(OTHER, true));
        assertEndsUnknown(standing(effect, 1, false, JOURNAL), session(INSTANCE, false));
        assertEndsUnknown(standing(effect, 1, false, NO_JOURNAL), session(INSTANCE, true));
    }

    private static void assertEndsUnknown(Standing standing, AgentSession session) {
        Verdict.End end = assertInstanceOf(Verdict.End.class, standing.metBy(session, 8));
        assertThat(end.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.detail()).contains(INSTANCE.toString()));
        assertThat(end.delivery()).isEqualTo(new Delivery.Foreign());
    }

    /// A large file may outlive any number of cuts.
    @Test
    void readWhoseAnswerIsBeingUploadedIsNotLostHoweverOftenItComesAgain() {
        assertThat(standing(Effect.READ, 7, false, JOURNAL).metBy(session(INSTANCE, true), 8, () -> true))
                .isEqualTo(new Verdict.Answer(new Delivery.Go(8, START_BY, RUN_FOR, "00-trace")));
    }

    @Test
    void readGoesToAnyPeerButNoMoreThanThreeTimes() {
        assertThat(standing(Effect.READ, 2, false, NO_JOURNAL).metBy(session(OTHER, false), 8))
                .isEqualTo(new Verdict.Answer(new Delivery.Go(3, START_BY, RUN_FOR, "00-trace")));

        Verdict.End end = assertInstanceOf(
                Verdict.End.class, standing(Effect.READ, 3, false, NO_JOURNAL).metBy(session(OTHER, false), 8));
        assertThat(end.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FailureCode.AGENT_LOST));
        assertThat(end.delivery()).isEqualTo(new Delivery.Exhausted());
    }

    @Test
    void firstOutcomeWinsAndALaterOneIsLateUnlessItIsTheSame() {
        Ending ending = ending(new Sender.Agent(AGENT, INSTANCE, 7), OutcomeKind.COMPLETED);

        assertThat(standing(Effect.SET, 1, false, JOURNAL).settledBy(ending)).isEqualTo(Settlement.FIRST);
        assertThat(ended(ending.body().sha256()).settledBy(ending)).isEqualTo(Settlement.REPEATED);
        assertThat(ended("another-sha256").settledBy(ending)).isEqualTo(Settlement.LATE);
    }

    @Test
    void onlyTheHoldersWordCountsForASet() {
        Ending holder = ending(new Sender.Agent(AGENT, INSTANCE, 9), OutcomeKind.COMPLETED);
        Ending other = ending(new Sender.Agent(AGENT, OTHER, 7), OutcomeKind.COMPLETED);

        assertThat(standing(Effect.SET, 1, false, JOURNAL).settledBy(holder)).isEqualTo(Settlement.FIRST);
        assertThat(standing(Effect.SET, 1, false, JOURNAL).settledBy(other)).isEqualTo(Settlement.NOT_YOURS);
        assertThat(standing(Effect.SET, 0, false, NOBODY).settledBy(holder)).isEqualTo(Settlement.NOT_YOURS);
        assertThat(ended("another-sha256").settledBy(other)).isEqualTo(Settlement.NOT_YOURS);
    }

    @Test
    void anyInstanceOfTheAgentMayAnswerARead() {
        Ending other = ending(new Sender.Agent(AGENT, OTHER, 7), OutcomeKind.COMPLETED);
        Ending stranger = ending(new Sender.Agent(new AgentId("jump-02"), OTHER, 7), OutcomeKind.COMPLETED);

        assertThat(standing(Effect.READ, 1, false, JOURNAL).settledBy(other)).isEqualTo(Settlement.FIRST);
        assertThat(standing(Effect.READ, 0, false, NOBODY).settledBy(other)).isEqualTo(Settlement.FIRST);
        assertThat(standing(Effect.READ, 1, false, JOURNAL).settledBy(stranger)).isEqualTo(Settlement.NOT_YOURS);
    }

    @ParameterizedTest
    @EnumSource(OutcomeKind.class)
    void gatewayCannotSayOfADeliveredCommandThatItNeverStarted(OutcomeKind kind) {
        boolean neverStarted = kind == OutcomeKind.EXPIRED || kind == OutcomeKind.CANCELLED;
        Ending ending = ending(new Sender.Gateway(), kind);

        assertThat(standing(Effect.READ, 1, false, NO_JOURNAL).settledBy(ending))
                .isEqualTo(neverStarted ? Settlement.DELIVERED : Settlement.FIRST);
        assertThat(standing(Effect.READ, 0, false, NOBODY).settledBy(ending)).isEqualTo(Settlement.FIRST);
    }

    private static Standing standing(Effect effect, int attempts, boolean cancelRequested, Holder holder) {
        return new Standing(AGENT, effect, START_BY, RUN_FOR, "00-trace", attempts, cancelRequested, holder, "");
    }

    private static Standing ended(String sha256) {
        return new Standing(AGENT, Effect.SET, START_BY, RUN_FOR, "", 1, false, JOURNAL, sha256);
    }

    private static AgentSession session(InstanceId instance, boolean journal) {
        return new AgentSession(AGENT, 8, instance, journal);
    }

    private static Ending ending(Sender sender, OutcomeKind kind) {
        return new Ending(ID, sender, kind, "", new OutcomeBody.Inline("{}".getBytes(UTF_8)));
    }
}
