package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.broker.QueueStatus;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.gateway.dispatch.Explain.Explanation.Code;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.SessionRow;
import io.pypnm.remote.gateway.messaging.Queues;
import io.pypnm.remote.gateway.store.Ledger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Says of an open command why it waits.
public final class Explain {
    /// Why a command has not ended.
    ///
    /// @param detail for people
    public record Explanation(Code code, String detail) {
        /// The constant's name is its wire name.
        public enum Code {
            /// The ledger has it, the queue not yet.
            BEING_SENT,
            /// The agent is not connected.
            AGENT_OFFLINE,
            /// It waits in the agent's queue, with others perhaps.
            IN_LANE,
            /// The agent is connected and does not take from that lane.
            LANE_NOT_TAKEN,
            /// The agent has it: it runs, or waits for its device.
            AT_AGENT,
            /// The agent that had it is gone; it may come back with the outcome.
            AGENT_LOST,
            /// The agent had it on an earlier connection, is back, and has not answered yet.
            AGENT_BACK,
            /// A cancel is wished and not yet answered.
            CANCEL_REQUESTED
        }
    }

    private final Presence presence;
    private final Queues queues;
    private final Ledger ledger;

    public Explain(Presence presence, Queues queues, Ledger ledger) {
        this.presence = presence;
        this.queues = queues;
        this.ledger = ledger;
    }

    /// Why the command has not ended; empty if it has.
    public Optional<Explanation> waiting(CommandRow row) {
        return switch (row.state()) {
            case State.Ended _ -> Optional.empty();
            case State.Accepted _, State.Queued _
            when !presence.isOnline(row.agent()) ->
                Optional.of(new Explanation(Code.AGENT_OFFLINE, offline(row.agent())));
            case State.Accepted _ -> Optional.of(new Explanation(Code.BEING_SENT, "on its way to the queue"));
            case State.Queued _ -> Optional.of(queued(row));
            case State.Delivered _ -> Optional.of(delivered(row));
        };
    }

    /// Commands on one device are run one after another.
    private String before(CommandRow row) {
        return ledger.atDeviceBefore(row)
                .map(other -> ", where command " + other + " is before it")
                .orElse("");
    }

    private String offline(AgentId agent) {
        Optional<SessionRow> last = ledger.lastSession(agent);
        if (last.isEmpty()) {
            return "agent " + agent + " has never connected";
        }
        return switch (last.get().end()) {
            case SessionRow.End.Closed(Instant at) ->
                "agent " + agent + " is not connected since " + at.truncatedTo(ChronoUnit.SECONDS);
            case SessionRow.End.NotSeen() ->
                "agent " + agent + " is not connected; it was last let in at "
                        + last.get().openedAt().truncatedTo(ChronoUnit.SECONDS);
        };
    }

    private Explanation queued(CommandRow row) {
        String lane = "lane " + row.lane().wireName();
        Optional<QueueStatus> queue = queues.find(Addresses.commands(row.agent(), row.lane()));
        if (queue.isPresent() && queue.get().consumers() == 0) {
            return new Explanation(
                    Code.LANE_NOT_TAKEN, "agent " + row.agent() + " is connected and takes nothing from " + lane);
        }
        long depth = queue.map(QueueStatus::depth).orElse(0L);
        return new Explanation(Code.IN_LANE, lane + " has " + depth + " commands, this one among them");
    }

    private Explanation delivered(CommandRow row) {
        String agent = "agent " + row.agent();
        if (!presence.isOnline(row.agent())) {
            return new Explanation(Code.AGENT_LOST, agent + " had it when its connection ended, and is not back");
        }
        if (row.cancelRequested()) {
            return new Explanation(Code.CANCEL_REQUESTED, agent + " is asked to cancel it");
        }
        return presence.holds(row.agent(), row.id())
                ? new Explanation(Code.AT_AGENT, agent + " has it: it runs or waits for its device" + before(row))
                : new Explanation(
                        Code.AGENT_BACK, agent + " had it on an earlier connection, is back, and has not answered yet");
    }
}
