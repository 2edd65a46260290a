package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.store.Ledger;
import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// Sees to it that nothing stays open for ever: sends what a crash left unsent, and ends what nobody will answer any
/// more. Runs on a thread of its own until that thread is interrupted.
public final class Reconciler implements Runnable {
    private static final System.Logger log = System.getLogger(Reconciler.class.getName());
    private static final int ENDINGS_AT_ONCE = 500;
    /// A command may have 256 KiB, and those read at once are held in memory.
    private static final int SENDS_AT_ONCE = 32;
    /// No command's id comes before it.
    private static final CommandId FIRST = new CommandId(new UUID(0x7000, Long.MIN_VALUE));
    /// A send that another thread is at right now is not taken for one that a crash left.
    private static final Duration SEND_TIME = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final Dispatcher dispatcher;
    private final CommandQueue queue;
    private final Settler settler;
    private final Endings endings;
    private final Duration grace;
    private final InstantSource clock;
    private final Pause pause;

    /// Wires it.
    ///
    /// @param grace how long after start-by and run-for an agent may still come back with an outcome
    public Reconciler(
            Ledger ledger,
            Dispatcher dispatcher,
            CommandQueue queue,
            Settler settler,
            Endings endings,
            Duration grace,
            InstantSource clock,
            Pause pause) {
        this.ledger = ledger;
        this.dispatcher = dispatcher;
        this.queue = queue;
        this.settler = settler;
        this.endings = endings;
        this.grace = grace;
        this.clock = clock;
        this.pause = pause;
    }

    /// To be called once, before the first agent or caller is let in: sends what an earlier process accepted and did
    /// not send.
    public void recover() throws StoreException, JMSException, InterruptedException {
        resendAcceptedBefore(clock.instant());
    }

    @Override
    public void run() {
        pause.untilInterrupted(() -> {
            resendAcceptedBefore(clock.instant().minus(SEND_TIME));
            endOverdue();
        });
    }

    private void resendAcceptedBefore(Instant limit) throws StoreException, JMSException, InterruptedException {
        List<CommandRow> some = ledger.unqueued(FIRST, SENDS_AT_ONCE);
        while (!some.isEmpty()) {
            for (CommandRow row : some) {
                if (row.acceptedAt().isBefore(limit)) {
                    resend(row);
                }
            }
            some = ledger.unqueued(some.getLast().id(), SENDS_AT_ONCE);
        }
    }

    private void resend(CommandRow row) throws StoreException, JMSException, InterruptedException {
        if (!row.carriesSecret()) {
            dispatcher.resend(row);
        } else if (queue.contains(row.agent(), row.lane(), row.id())) {
            ledger.queued(row.id());
        } else {
            String detail = "the gateway stopped before it was sent; its inline credential was not kept";
            settler.settle(endings.byGateway(row.id(), new Outcome.Refused(RefusalCode.NOT_SENT, detail)));
        }
    }

    private void endOverdue() throws StoreException, InterruptedException {
        List<CommandRow> overdue = ledger.overdue(clock.instant(), grace, ENDINGS_AT_ONCE);
        settler.settle(overdue.stream().map(this::givenUp).toList());
    }

    private Ending givenUp(CommandRow row) {
        log.log(System.Logger.Level.WARNING, "command " + row.id() + " is given up: no outcome came");
        return switch (row.state()) {
            case State.Delivered _ ->
                endings.lost(row.id(), row.effect(), "no outcome within " + grace + " after its run-for");
            case State.Accepted _, State.Queued _, State.Ended _ ->
                endings.byGateway(row.id(), new Outcome.Expired(Outcome.Expired.Where.QUEUE));
        };
    }
}
