package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.CommandId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Callers who wait for a command to end. Waiting is a courtesy to the caller: giving it up changes nothing. Bounded by
/// the HTTP server's bound on requests. Safe for use by many threads.
public final class Waiters {
    private final ConcurrentHashMap<CommandId, Ticket> waiting = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /// Begins to wait; to be taken before the command can end, and closed.
    public Ticket await(CommandId command) {
        return waiting.compute(command, (id, ticket) -> ticket == null ? new Ticket(id, 1) : ticket.shared());
    }

    /// Wakes all who wait for the command; called once its outcome is on disk.
    public void wake(CommandId command) {
        Ticket ticket = waiting.get(command);
        if (ticket != null) {
            ticket.ended.countDown();
        }
    }

    /// Commands that are waited for.
    public int count() {
        return waiting.size();
    }

    /// Wakes all, and lets nobody wait any more.
    public void stop() {
        stopped = true;
        waiting.values().forEach(ticket -> ticket.ended.countDown());
    }

    /// One command's waiters.
    public final class Ticket implements AutoCloseable {
        private final CommandId command;
        private final CountDownLatch ended;
        private final int holders;

        private Ticket(CommandId command, int holders) {
            this(command, holders, new CountDownLatch(1));
        }

        private Ticket(CommandId command, int holders, CountDownLatch ended) {
            this.command = command;
            this.holders = holders;
            this.ended = ended;
        }

        private Ticket shared() {
            return new Ticket(command, holders + 1, ended);
        }

        /// Waits for the end.
        ///
        /// @return whether it came in time, or is not to be waited for
        public boolean ended(Duration wait) throws InterruptedException {
            return stopped || ended.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            waiting.computeIfPresent(
                    command,
                    (_, ticket) -> ticket.holders == 1 ? null : new Ticket(command, ticket.holders - 1, ended));
        }
    }
}
