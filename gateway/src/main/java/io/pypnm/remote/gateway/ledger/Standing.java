package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// Where a command stands, as far as the closing rules need to know, and those rules.
///
/// @param attempts      how often it was delivered
/// @param outcomeSha256 of its outcome; "" while it is open
public record Standing(
        AgentId agent,
        Effect effect,
        Instant startBy,
        Duration runFor,
        String traceparent,
        int attempts,
        boolean cancelRequested,
        Holder holder,
        String outcomeSha256) {
    /// A `read` that came back this often without a sign of its answer has lost its agent for good.
    public static final int MAX_READ_DELIVERIES = 3;

    /// Who was given the command last.
    public sealed interface Holder {
        record Nobody() implements Holder {}

        record Peer(InstanceId instance, long epoch, boolean journal) implements Holder {}
    }

    /// What is to be done when a session meets the command's message.
    public sealed interface Verdict {
        /// Nothing but to answer; for [Delivery.Go], to note the delivery.
        record Answer(Delivery delivery) implements Verdict {}

        /// The command ends here and now.
        record End(Outcome outcome, Delivery delivery) implements Verdict {}
    }

    /// Judges a session that met the command's message.
    ///
    /// @param currentEpoch of the agent's latest session
    public Verdict metBy(AgentSession session, long currentEpoch) {
        return metBy(session, currentEpoch, () -> false);
    }

    /// As [#metBy(AgentSession, long)].
    ///
    /// @param answering whether an upload of the agent's answer has begun: then it is not lost, however often its
    ///                  connection is cut
    public Verdict metBy(AgentSession session, long currentEpoch, BooleanSupplier answering) {
        if (!agent.equals(session.agent())) {
            return new Verdict.Answer(new Delivery.Missing());
        }
        if (hasEnded()) {
            return new Verdict.Answer(new Delivery.Settled());
        }
        if (session.epoch() != currentEpoch) {
            return new Verdict.Answer(new Delivery.Fenced());
        }
        return switch (holder) {
            case Holder.Nobody()
            when cancelRequested -> new Verdict.End(new Outcome.Cancelled(), new Delivery.Cancelled());
            case Holder.Nobody() -> go();
            case Holder.Peer peer when effect.mayRunAgain() -> again(peer, answering);
            case Holder.Peer peer -> sameJournal(peer, session) ? go() : foreign(peer, session);
        };
    }

    private Verdict go() {
        return new Verdict.Answer(new Delivery.Go(attempts + 1, startBy, runFor, traceparent));
    }

    private Verdict again(Holder.Peer last, BooleanSupplier answering) {
        if (attempts < MAX_READ_DELIVERIES || answering.getAsBoolean()) {
            return go();
        }
        String detail = "delivered " + attempts + " times without an outcome, last to instance " + last.instance();
        return new Verdict.End(new Outcome.Failed(FailureCode.AGENT_LOST, detail), new Delivery.Exhausted());
    }

    private static boolean sameJournal(Holder.Peer peer, AgentSession session) {
        return peer.journal() && session.journal() && peer.instance().equals(session.instance());
    }

    private static Verdict foreign(Holder.Peer peer, AgentSession session) {
        String detail = "delivered to instance " + peer.instance() + (peer.journal() ? "" : ", which keeps no journal,")
                + " in session " + peer.epoch() + " and may have run there; session " + session.epoch()
                + " of instance " + session.instance() + " cannot know";
        return new Verdict.End(new Outcome.Unknown(detail), new Delivery.Foreign());
    }

    /// Judges a statement of how the command ended.
    ///
    /// @return any [Settlement] but `MISSING`
    public Settlement settledBy(Ending ending) {
        if (ending.sender() instanceof Sender.Agent sender && !holds(sender)) {
            return Settlement.NOT_YOURS;
        }
        if (hasEnded()) {
            return outcomeSha256.equals(ending.body().sha256()) ? Settlement.REPEATED : Settlement.LATE;
        }
        boolean wasDelivered = holder instanceof Holder.Peer;
        if (ending.sender() instanceof Sender.Gateway && saysNeverStarted(ending.kind()) && wasDelivered) {
            return Settlement.DELIVERED;
        }
        return Settlement.FIRST;
    }

    /// A `read` may have been given to any instance of its agent, and the note of it may lag; anything else is answered
    /// for only by the instance it is known to have been given to.
    private boolean holds(Sender.Agent sender) {
        return agent.equals(sender.agent())
                && (effect.mayRunAgain()
                        || (holder instanceof Holder.Peer peer
                                && peer.instance().equals(sender.instance())));
    }

    private static boolean saysNeverStarted(OutcomeKind kind) {
        return switch (kind) {
            case EXPIRED, CANCELLED -> true;
            case COMPLETED, PARTIAL, FAILED, REFUSED, UNKNOWN -> false;
        };
    }

    /// Whether it has its outcome.
    public boolean hasEnded() {
        return !outcomeSha256.isEmpty();
    }
}
