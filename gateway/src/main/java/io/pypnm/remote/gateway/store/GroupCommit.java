package io.pypnm.remote.gateway.store;

import io.pypnm.remote.gateway.store.OperationQueue.WhenFull;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The one writer: takes every operation that waits, runs them in one transaction, commits it with one fsync and then
/// tells all their waiters. While one commit syncs, the next batch gathers, so the more callers there are, the fewer
/// syncs each costs.
///
/// The connection is owned by the writer thread, from [#start] to its end.
final class GroupCommit {
    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

    private static final int CAPACITY = 4096;
    private static final int MAX_BATCH = 512;
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final Path file;
    private final Sqlite sqlite;
    private final Checkpointer checkpointer;
    private final OperationQueue queue = new OperationQueue(CAPACITY, MAX_BATCH, MAX_WAIT);
    private final Thread thread;
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();

    GroupCommit(Path file, Sqlite sqlite, Checkpointer checkpointer) {
        this.file = file;
        this.sqlite = sqlite;
        this.checkpointer = checkpointer;
        this.thread = Thread.ofPlatform().daemon().name("store-writer").unstarted(this::write);
    }

    void start() {
        thread.start();
    }

    /// Makes a change and waits until it is on disk.
    ///
    /// @throws StoreException if it was not made
    <T> T run(WhenFull whenFull, Operation.Work<T> work) {
        Operation<T> operation = new Operation<>(work, true);
        queue.add(operation, whenFull);
        return operation.await(MAX_WAIT);
    }

    /// Has a change made that nobody waits for, after all changes asked for before it: with the next commit, or within
    /// [OperationQueue#LAZINESS]. A crash before that loses it.
    ///
    /// @throws StoreException if it is not even taken
    void runLazily(Operation.Work<?> work) {
        queue.add(new Operation<>(work, false), WhenFull.WAIT);
    }

    /// Takes no more changes and waits until those taken are on disk.
    ///
    /// @throws StoreException.Stalled if that does not end in time
    void close() {
        queue.close();
        join(thread);
    }

    /// Waits for the end of a thread that was asked to end; an interrupt is kept for the caller.
    static void join(Thread thread) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.join(MAX_WAIT);
                if (!ended) {
                    throw new StoreException.Stalled(thread.getName() + " did not end within " + MAX_WAIT);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    long operations() {
        return operations.get();
    }

    /// Commits that had something to sync.
    long commits() {
        return commits.get();
    }

    int waiting() {
        return queue.size();
    }

    long refused() {
        return queue.refused();
    }

    private void write() {
        List<Operation<?>> batch = new ArrayList<>();
        try {
            while (queue.take(batch)) {
                commit(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // At a bug's end too, nobody is left waiting.
            queue.abandon().forEach(operation -> operation.fail(new StoreException.Closed()));
            batch.forEach(operation -> operation.fail(new StoreException.Closed()));
        }
    }

    private void commit(List<Operation<?>> batch) {
        long changesBefore = sqlite.changes();
        try {
            sqlite.execute("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            fail(batch, StoreException.of(file, e));
            return;
        }
        try {
            for (Operation<?> operation : batch) {
                operation.run(sqlite);
            }
            sqlite.execute("COMMIT");
        } catch (SQLException e) {
            rollBack(batch, StoreException.of(file, e));
            return;
        } catch (RuntimeException e) {
            rollBack(batch, e);
            return;
        }
        operations.addAndGet(batch.size());
        if (sqlite.changes() != changesBefore) {
            commits.incrementAndGet();
            checkpointer.committed(sqlite);
        }
        batch.forEach(Operation::succeed);
    }

    /// A batch that failed is run again one by one, so that the one at fault fails alone.
    private void rollBack(List<Operation<?>> batch, RuntimeException why) {
        try {
            sqlite.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite rolls back by itself when the disk is full or fails; then there is nothing left to roll back.
            LOG.log(System.Logger.Level.DEBUG, "nothing to roll back: {0}", e.getMessage());
        }
        if (batch.size() == 1) {
            fail(batch, why);
        } else {
            batch.forEach(operation -> commit(List.of(operation)));
        }
    }

    private static void fail(List<Operation<?>> batch, RuntimeException why) {
        for (Operation<?> operation : batch) {
            if (!operation.awaited()) {
                LOG.log(System.Logger.Level.WARNING, "a mark was lost", why);
            }
            operation.fail(why);
        }
    }
}
