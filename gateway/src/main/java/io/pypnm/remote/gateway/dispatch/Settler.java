package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.Settlement;
import io.pypnm.remote.gateway.store.Ledger;
import io.pypnm.remote.gateway.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The one way a command ends: the ledger has the outcome on disk, then whoever waits is woken. Safe for use by many
/// threads.
public final class Settler {
    private final Ledger ledger;
    private final Waiters waiters = new Waiters();

    public Settler(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Records the endings in one transaction.
    ///
    /// @return what became of each, in the same order
    public List<Settlement> settle(List<Ending> endings) throws StoreException, InterruptedException {
        if (endings.isEmpty()) {
            return List.of();
        }
        List<Settlement> settlements = ledger.settle(endings);
        for (int i = 0; i < settlements.size(); i++) {
            if (isEnd(settlements.get(i))) {
                waiters.wake(endings.get(i).id());
            }
        }
        return settlements;
    }

    /// Whether the command has its outcome now.
    private static boolean isEnd(Settlement settlement) {
        return switch (settlement) {
            case FIRST, LATE, REPEATED -> true;
            case DELIVERED, NOT_YOURS, MISSING -> false;
        };
    }

    /// Records one ending.
    public Settlement settle(Ending ending) throws StoreException, InterruptedException {
        return settle(List.of(ending)).getFirst();
    }

    /// For a command that the ledger itself has just ended.
    public void wake(CommandId command) {
        waiters.wake(command);
    }

    /// Callers who wait.
    public int waiting() {
        return waiters.count();
    }

    /// Answers all who wait, and from now on lets nobody wait: the gateway is stopping.
    public void stop() {
        waiters.stop();
    }

    /// Waits until the command has ended or the time is over, and returns it as it is then. Giving up changes nothing.
    ///
    /// @param wait may be zero
    public Optional<CommandRow> await(CommandId command, Duration wait) throws StoreException, InterruptedException {
        try (Waiters.Ticket ticket = waiters.await(command)) {
            Optional<CommandRow> now = ledger.find(command);
            boolean open = now.isPresent() && !(now.get().state() instanceof CommandRow.State.Ended);
            if (!open || wait.isZero()) {
                return now;
            }
            ticket.ended(wait);
            return ledger.find(command);
        }
    }
}
