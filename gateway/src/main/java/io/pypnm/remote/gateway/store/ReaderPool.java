package io.pypnm.remote.gateway.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/// A few connections that read, each used by one caller at a time. A read sees what was committed before it began and
/// never waits for the writer.
final class ReaderPool {
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final Path file;
    private final int size;
    private final BlockingDeque<Sqlite> idle;
    private volatile boolean closed;

    ReaderPool(Path file, int size) throws SQLException {
        this.file = file;
        this.size = size;
        this.idle = new LinkedBlockingDeque<>(size);
        for (int i = 0; i < size; i++) {
            idle.add(Sqlite.reader(file));
        }
    }

    /// Reads on the caller's thread.
    <T> T read(Operation.Work<T> work) {
        if (closed) {
            throw new StoreException.Closed();
        }
        Sqlite sqlite = take();
        try {
            return work.on(sqlite);
        } catch (SQLException e) {
            throw StoreException.of(file, e);
        } finally {
            // Last in, first out: the one used last has its pages and statements warm.
            idle.addFirst(sqlite);
        }
    }

    private Sqlite take() {
        try {
            Sqlite sqlite = idle.pollFirst(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS);
            if (sqlite == null) {
                throw new StoreException.Busy("no reading connection came free within " + MAX_WAIT, null);
            }
            return sqlite;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Busy("interrupted while waiting for a reading connection", e);
        }
    }

    /// Waits for reads under way and closes the connections.
    void close() throws SQLException {
        closed = true;
        for (int i = 0; i < size; i++) {
            take().close();
        }
    }
}
