package io.pypnm.remote.gateway.store;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Copies the write-ahead log back into the database on a thread and a connection of its own, so that no commit waits
/// for it.
///
/// SQLite begins the log anew at the first commit that finds all of it copied (sqlite.org/wal.html section 4.1). Under
/// steady load that moment never comes by itself, as commits go on while the copying does; so once the log is long, the
/// writer thread copies the little that is left between two commits. That bounds the log to about [#FINISH_PAGES].
final class Checkpointer {
    private static final System.Logger LOG = System.getLogger(Checkpointer.class.getName());

    /// Pages (4 KiB) of uncopied log at which the copying begins: 16 MiB. Pages written often are copied once.
    private static final long START_PAGES = 4_000;
    /// Pages of log at which the writer copies the rest itself: 64 MiB.
    private static final long FINISH_PAGES = 16_000;

    /// @param pages  in the log
    /// @param copied of them
    private record Log(long pages, long copied) {}

    private final Sqlite sqlite;
    private final Thread thread;
    private final Semaphore wanted = new Semaphore(0);
    private final AtomicLong checkpoints = new AtomicLong();
    private volatile boolean closed;

    Checkpointer(Sqlite sqlite) {
        this.sqlite = sqlite;
        this.thread = Thread.ofPlatform().daemon().name("store-checkpoint").unstarted(this::copy);
    }

    void start() {
        thread.start();
    }

    /// Called by the writer thread after each commit.
    void committed(Sqlite writer) {
        try {
            Log log = checkpoint(writer, "NOOP");
            if (log.pages() >= FINISH_PAGES) {
                checkpoint(writer, "PASSIVE");
            } else if (log.pages() - log.copied() >= START_PAGES && wanted.availablePermits() == 0) {
                wanted.release();
            }
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void copy() {
        try {
            for (wanted.acquire(); !closed; wanted.acquire()) {
                try {
                    checkpoint(sqlite, "PASSIVE");
                    checkpoints.incrementAndGet();
                } catch (SQLException e) {
                    failed(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// PASSIVE neither waits for readers or the writer nor makes them wait; NOOP only looks.
    private static Log checkpoint(Sqlite sqlite, String mode) throws SQLException {
        return sqlite.first("PRAGMA wal_checkpoint(" + mode + ")", row -> {
                    row.skip(1);
                    return new Log(row.number(), row.number());
                })
                .orElseThrow();
    }

    /// Nothing is lost: the log keeps what was not copied, and the next look tries again.
    private static void failed(SQLException e) {
        LOG.log(System.Logger.Level.WARNING, "the write-ahead log could not be copied: {0}", e.getMessage());
    }

    long checkpoints() {
        return checkpoints.get();
    }

    /// Lets a copying under way end, and closes the connection.
    ///
    /// @throws StoreException.Stalled if that does not end in time
    void close() throws SQLException {
        closed = true;
        wanted.release();
        GroupCommit.join(thread);
        sqlite.close();
    }
}
