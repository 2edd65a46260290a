package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.gateway.ledger.Acceptance;
import io.pypnm.remote.gateway.ledger.AgentSession;
import io.pypnm.remote.gateway.ledger.CancelResult;
import io.pypnm.remote.gateway.ledger.CommandFilter;
import io.pypnm.remote.gateway.ledger.CommandPage;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.Delivery;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.NewCommand.Idempotency;
import io.pypnm.remote.gateway.ledger.SessionRow;
import io.pypnm.remote.gateway.ledger.Settlement;
import io.pypnm.remote.gateway.ledger.Standing;
import io.pypnm.remote.gateway.ledger.Standing.Verdict;
import io.pypnm.remote.gateway.ledger.Totals;
import io.pypnm.remote.gateway.store.OperationQueue.WhenFull;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Every command this gateway accepted, and how it ended. A change is on disk when its method returns, unless the
/// method says that it is lazy; changes are made in the order they were asked for. Every method blocks, and throws a
/// [StoreException] where the disk fails it.
public final class Ledger {
    private static final int MAX_ENDINGS = 1000;

    private final GroupCommit commits;
    private final ReaderPool readers;
    private final LedgerWriter writer;
    private final InstantSource clock;

    Ledger(GroupCommit commits, ReaderPool readers, LedgerWriter writer, InstantSource clock) {
        this.commits = commits;
        this.readers = readers;
        this.writer = writer;
        this.clock = clock;
    }

    /// Accepts a command, unless its idempotency key stands for an earlier one.
    ///
    /// @throws StoreException.Busy at once if too much waits for the disk; the command is not accepted
    public Acceptance accept(NewCommand command) {
        return commits.run(WhenFull.REFUSE, sqlite -> writer.accept(sqlite, command));
    }

    /// What the command's idempotency key stands for already, if it has one and that stands for anything.
    public Optional<Acceptance> earlier(NewCommand command) {
        return command.idempotency() instanceof Idempotency.Key key
                ? readers.read(sqlite -> LedgerWriter.earlier(sqlite, key, command.acceptedAt()))
                : Optional.empty();
    }

    /// The open command that has the lease, as [NewCommand#lease] gives it.
    public Optional<CommandRow> holder(String lease) {
        return readers.read(sqlite -> {
            Optional<CommandId> holder = LedgerQueries.holder(sqlite, lease);
            return holder.isPresent() ? LedgerQueries.find(sqlite, holder.get()) : Optional.empty();
        });
    }

    /// What whoever sent the command left beside it; "" for nothing.
    public String note(CommandId id) {
        return readers.read(sqlite -> LedgerQueries.note(sqlite, id));
    }

    /// Notes, lazily, that the command is on its queue. Lost, it will be sent there once more.
    public void queued(CommandId id) {
        commits.runLazily(sqlite -> writer.markQueued(sqlite, id));
    }

    /// Decides what the session does with a command message it took off the queue, and notes it: for `set` and `act`,
    /// and for whatever ends the command, on disk; for the delivery of a `read`, lazily.
    public Delivery deliver(CommandId id, AgentSession session) {
        return deliver(id, session, () -> false);
    }

    /// As [#deliver(CommandId, AgentSession)].
    ///
    /// @param answering as of [Standing#metBy(AgentSession, long, BooleanSupplier)]
    public Delivery deliver(CommandId id, AgentSession session, BooleanSupplier answering) {
        record Met(Standing standing, Verdict verdict) {}

        Optional<Met> met = readers.read(sqlite -> {
            Optional<Standing> standing = LedgerQueries.standing(sqlite, id);
            long epoch = LedgerQueries.currentEpoch(sqlite, session.agent());
            return standing.map(it -> new Met(it, it.metBy(session, epoch, answering)));
        });
        if (met.isEmpty()) {
            return new Delivery.Missing();
        }
        return switch (met.get().verdict()) {
            case Verdict.Answer(Delivery.Go go)
            when met.get().standing().effect().mayRunAgain() -> {
                commits.runLazily(sqlite -> writer.markDelivered(sqlite, id, session));
                yield go;
            }
            case Verdict.Answer(Delivery.Go _), Verdict.End _ ->
                // Judged again within the transaction that notes it: a cancel or a new session may come in between.
                commits.run(WhenFull.WAIT, sqlite -> writer.deliver(sqlite, id, session));
            // Settled, fenced, missing: none of these is ever taken back.
            case Verdict.Answer(Delivery last) -> last;
        };
    }

    /// Records how commands ended, all in one transaction. The first outcome of a command wins.
    ///
    /// @param endings at most 1000
    /// @return what each was worth, in their order
    public List<Settlement> settle(List<Ending> endings) {
        if (endings.size() > MAX_ENDINGS) {
            throw new IllegalArgumentException("at most " + MAX_ENDINGS + " endings at once, are " + endings.size());
        }
        List<Ending> given = List.copyOf(endings);
        return commits.run(WhenFull.WAIT, sqlite -> {
            List<Settlement> settlements = new ArrayList<>(given.size());
            for (Ending ending : given) {
                settlements.add(writer.settle(sqlite, ending));
            }
            return settlements;
        });
    }

    /// Notes the wish to cancel. The command ends `Cancelled` when its queue message is met or expires, if it was never
    /// delivered; a delivered one is for its agent to judge.
    public CancelResult cancel(CommandId id) {
        return commits.run(WhenFull.WAIT, sqlite -> writer.cancel(sqlite, id));
    }

    /// Where a command stands. Reads no body, so it answers though the outcome kept for the command is damaged.
    public Optional<Standing> standing(CommandId id) {
        return readers.read(sqlite -> LedgerQueries.standing(sqlite, id));
    }

    public Optional<CommandRow> find(CommandId id) {
        return readers.read(sqlite -> LedgerQueries.find(sqlite, id));
    }

    /// A page of the commands that match, newest first, without the bodies of their outcomes; it ends early once the
    /// bodies of its commands have 8 MiB.
    public CommandPage list(CommandFilter filter) {
        return readers.read(sqlite -> LedgerQueries.list(sqlite, filter));
    }

    /// Commands that may not have reached their queue, oldest first.
    ///
    /// @param after only those with a later id
    public List<CommandRow> unqueued(CommandId after, int max) {
        return readers.read(sqlite -> LedgerQueries.unqueued(sqlite, after, max));
    }

    /// The command last given to the same agent, for the same device, before this one and still open; looked for among
    /// the open commands of all agents that were accepted shortly before it.
    public Optional<CommandId> atDeviceBefore(CommandRow command) {
        return command.target().isEmpty()
                ? Optional.empty()
                : readers.read(sqlite -> LedgerQueries.atDeviceBefore(sqlite, command));
    }

    /// Open commands whose start-by, run-for and `grace` have all passed at `now`, the longest overdue first; without
    /// the commands' bodies.
    public List<CommandRow> overdue(Instant now, Duration grace, int max) {
        return readers.read(sqlite -> LedgerQueries.overdue(sqlite, now.minus(grace), max));
    }

    /// Open commands that were delivered to this agent and then cancelled, to be told on its next connection; at most
    /// 10,000.
    public List<CommandId> pendingCancels(AgentId agent) {
        return readers.read(sqlite -> LedgerQueries.pendingCancels(sqlite, agent));
    }

    /// Outcomes that agents sent after the first, oldest first; at most 4 are kept per command.
    public List<Ending> late(CommandId id) {
        return readers.read(sqlite -> LedgerQueries.late(sqlite, id));
    }

    /// The running sum, one row read.
    public Totals totals() {
        return readers.read(LedgerQueries::totals);
    }

    /// Whether the running sum is what the commands themselves, counted one by one, come to. Reads all of them.
    public boolean addsUp() {
        return readers.read(LedgerQueries::addsUp);
    }

    /// Begins a session of the agent, which fences every earlier one.
    ///
    /// @return its epoch, one more than the last
    public long openSession(AgentId agent, InstanceId instance, boolean journal, String remote) {
        return commits.run(WhenFull.WAIT, sqlite -> writer.openSession(sqlite, agent, instance, journal, remote));
    }

    /// Notes, lazily, that a session ended; nothing if a later one has begun.
    public void closeSession(AgentId agent, long epoch) {
        Instant now = clock.instant();
        commits.runLazily(sqlite -> writer.closeSession(sqlite, agent, epoch, now));
    }

    public Optional<SessionRow> lastSession(AgentId agent) {
        return readers.read(sqlite -> LedgerQueries.lastSession(sqlite, agent));
    }

    /// Forgets commands that ended before `olderThan`, the oldest first and never an open one. The totals keep counting
    /// them; an idempotency key dies with its command.
    ///
    /// @param max commands forgotten at most; a few hundred keep the writer free for others
    /// @return commands forgotten; fewer than `max` means that none is left
    public int prune(Instant olderThan, int max) {
        return commits.run(WhenFull.WAIT, sqlite -> writer.prune(sqlite, olderThan, max));
    }

    /// Forgets idempotency keys past their 24 hours.
    ///
    /// @return keys forgotten; fewer than `max` means that none is left
    public int forgetKeys(int max) {
        return commits.run(WhenFull.WAIT, sqlite -> writer.forgetKeys(sqlite, max));
    }
}
