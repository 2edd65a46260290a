package io.pypnm.remote.agent.run;

import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/// A command in hand, and who may interrupt its thread when.
///
/// Interrupts reach the thread only inside [#interruptibly], that is while it waits or works on the device, and never
/// while it writes to the journal. A command that was begun cannot be cancelled any more: the two exclude each other
/// under this object's lock, which is what makes `Cancelled` a proof.
final class Work {
    /// Why a thread was interrupted.
    enum Interruption {
        /// By the gateway, before the start.
        CANCELLED,
        /// The agent is being stopped.
        STOPPED,
        /// It did not keep to its deadline.
        OVERDUE
    }

    /// Something that blocks.
    interface Blocking<T, E extends Exception> {
        T run() throws InterruptedException, E;
    }

    private final CommandId id;
    private final Effect effect;
    private final Lane lane;
    private final String replyTo;
    private final long arrivedNanos;
    private final Holdings holdings;
    private @Nullable Thread interruptible;
    private @Nullable Interruption interruption;
    private @Nullable Deadline limit;
    private long begunNanos;

    /// @param replyTo      address its outcome goes to
    /// @param arrivedNanos on the host's monotonic clock
    /// @param holdings     what it will hold until it is answered
    Work(CommandId id, Effect effect, Lane lane, String replyTo, long arrivedNanos, Holdings holdings) {
        this.id = id;
        this.effect = effect;
        this.lane = lane;
        this.replyTo = replyTo;
        this.arrivedNanos = arrivedNanos;
        this.holdings = holdings;
    }

    CommandId id() {
        return id;
    }

    Effect effect() {
        return effect;
    }

    Lane lane() {
        return lane;
    }

    String replyTo() {
        return replyTo;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    /// What it holds until it is answered.
    Holdings holdings() {
        return holdings;
    }

    /// When it was begun; `nowNanos` if it was not.
    synchronized long begunNanos(long nowNanos) {
        return limit == null ? nowNanos : begunNanos;
    }

    /// Runs `action` open to interrupts.
    ///
    /// @throws InterruptedException also if it was interrupted before
    <T, E extends Exception> T interruptibly(Blocking<T, E> action) throws InterruptedException, E {
        open();
        try {
            return action.run();
        } finally {
            shut();
        }
    }

    /// From here on the command counts as started.
    ///
    /// @param end when it is overdue
    /// @throws InterruptedException if it was interrupted before
    synchronized void begin(Deadline end, long nowNanos) throws InterruptedException {
        requireUninterrupted();
        limit = end;
        begunNanos = nowNanos;
    }

    /// How it ended if no answer can be given: nobody knows what a `set` or `act` that was begun has done.
    Outcome failed(FailureCode code, String detail) {
        return !effect.mayRunAgain() && hasBegun() ? new Outcome.Unknown(detail) : new Outcome.Failed(code, detail);
    }

    synchronized boolean hasBegun() {
        return limit != null;
    }

    synchronized boolean isOverdue() {
        return limit != null && limit.hasPassed();
    }

    /// Sees to it that the command is not started, now or later; of no effect if it was.
    synchronized void cancel() {
        if (limit == null) {
            interrupt(Interruption.CANCELLED);
        }
    }

    /// Asks the thread to give up. The first reason counts.
    synchronized void interrupt(Interruption reason) {
        if (interruption == null) {
            interruption = reason;
        }
        if (interruptible != null) {
            interruptible.interrupt();
        }
    }

    /// Why the thread was interrupted.
    synchronized Interruption interruption() {
        if (interruption == null) {
            throw new IllegalStateException("the thread of command " + id + " was interrupted by a stranger");
        }
        return interruption;
    }

    private synchronized void open() throws InterruptedException {
        requireUninterrupted();
        interruptible = Thread.currentThread();
    }

    private synchronized void shut() {
        interruptible = null;
        var _ = Thread.interrupted();
    }

    private void requireUninterrupted() throws InterruptedException {
        if (interruption != null) {
            throw new InterruptedException(interruption.name());
        }
    }
}
