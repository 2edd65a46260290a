package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.broker.QueueStatus;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.gateway.dispatch.Explanation.Code;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.messaging.Queues;
import java.util.Optional;

/// Says of an open command why it waits.
public final class Explain {
    private final Presence presence;
    private final Queues queues;

    public Explain(Presence presence, Queues queues) {
        this.presence = presence;
        this.queues = queues;
    }

    /// Why the command has not ended; empty if it has.
    public Optional<Explanation> waiting(CommandRow row) {
        return switch (row.state()) {
            case State.Ended _ -> Optional.empty();
            case State.Accepted _ -> Optional.of(new Explanation(Code.BEING_SENT, "on its way to the queue"));
            case State.Queued _ -> Optional.of(queued(row));
            case State.Delivered _ -> Optional.of(delivered(row));
        };
    }

    private Explanation queued(CommandRow row) {
        if (!presence.isOnline(row.agent())) {
            return new Explanation(Code.AGENT_OFFLINE, "agent " + row.agent() + " is not connected");
        }
        long depth = queues.find(Addresses.commands(row.agent(), row.lane()))
                .map(QueueStatus::depth)
                .orElse(0L);
        return new Explanation(
                Code.IN_LANE, "lane " + row.lane().wireName() + " has " + depth + " commands, this one among them");
    }

    private Explanation delivered(CommandRow row) {
        if (!presence.isOnline(row.agent())) {
            return new Explanation(
                    Code.AGENT_LOST, "agent " + row.agent() + " had it when its connection ended, and is not back");
        }
        return row.cancelRequested()
                ? new Explanation(Code.CANCEL_REQUESTED, "agent " + row.agent() + " is asked to cancel it")
                : new Explanation(Code.AT_AGENT, "agent " + row.agent() + " has it: it runs or waits for its device");
    }
}
