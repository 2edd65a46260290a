package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.gateway.ledger.CancelResult;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.store.Ledger;
import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;
import java.time.Instant;
import java.time.InstantSource;

/// Cancelling. The wish is on disk before it is answered; it becomes `Cancelled` only where the command provably never
/// started, else the command ends as it truly does. Safe for use by many threads.
public final class Cancellations {
    private static final System.Logger log = System.getLogger(Cancellations.class.getName());

    private final Ledger ledger;
    private final CommandQueue queue;
    private final Settler settler;
    private final Endings endings;
    private final Instant startedAt;

    public Cancellations(Ledger ledger, CommandQueue queue, Settler settler, Endings endings, InstantSource clock) {
        this.ledger = ledger;
        this.queue = queue;
        this.settler = settler;
        this.endings = endings;
        this.startedAt = clock.instant();
    }

    /// Asks for the end of a command.
    public CancelResult cancel(CommandId command) throws StoreException, InterruptedException {
        CancelResult result = ledger.cancel(command);
        if (result instanceof CancelResult.Requested(CommandRow row)) {
            try {
                if (isUntouched(row) && queue.takeBack(row.agent(), row.lane(), command)) {
                    settler.settle(endings.byGateway(command, new Outcome.Cancelled()));
                } else {
                    queue.sendCancel(row.agent(), command);
                }
            } catch (JMSException e) {
                // The wish is in the ledger: delivery, expiry and the agent's next connect all look there.
                log.log(System.Logger.Level.WARNING, "cancel of " + command + " is not yet sent", e);
            }
        }
        return result;
    }

    /// Repeats to an agent that has just connected what was wished while it was away.
    public void repeatTo(AgentId agent) throws StoreException, JMSException, InterruptedException {
        for (CommandId command : ledger.pendingCancels(agent)) {
            queue.sendCancel(agent, command);
        }
    }

    /// Whether no agent can have seen the command. The delivery mark of a `read` may have been lost with an earlier
    /// process.
    private boolean isUntouched(CommandRow row) {
        return switch (row.state()) {
            case State.Accepted _, State.Queued _ ->
                row.attempts() == 0 && row.acceptedAt().isAfter(startedAt);
            case State.Delivered _, State.Ended _ -> false;
        };
    }
}
