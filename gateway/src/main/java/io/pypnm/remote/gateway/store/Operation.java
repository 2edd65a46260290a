package io.pypnm.remote.gateway.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One change on its way to the disk, and who waits for it. Run by the writer thread, perhaps twice: its work may touch
/// nothing but the connection.
final class Operation<T> {
    /// What an operation does within the transaction it shares.
    @FunctionalInterface
    interface Work<T> {
        T on(Sqlite sqlite) throws SQLException;
    }

    private final Work<T> work;
    private final boolean awaited;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;

    /// @param awaited whether someone waits for it, so that it must be committed at once
    Operation(Work<T> work, boolean awaited) {
        this.work = work;
        this.awaited = awaited;
    }

    boolean awaited() {
        return awaited;
    }

    void run(Sqlite sqlite) throws SQLException {
        result = work.on(sqlite);
    }

    /// Its transaction is on disk.
    void succeed() {
        done.complete(result);
    }

    void fail(RuntimeException why) {
        done.completeExceptionally(why);
    }

    /// Waits until the change is on disk. An interrupt does not end the wait, as the change would be made all the same;
    /// it is kept for the caller.
    ///
    /// @throws StoreException why the change was not made; [StoreException.Stalled] if that is not known in time
    T await(Duration limit) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get(limit.toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    throw new StoreException.Stalled("the disk did not confirm a change within " + limit);
                } catch (ExecutionException e) {
                    throw explain(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Each waiter throws an exception of its own: one shared by many would show the writer's stack, not theirs.
    private static RuntimeException explain(@Nullable Throwable cause) {
        return switch (cause) {
            case StoreException known -> known;
            case null -> new StoreException.Failed("a change failed", null);
            default -> new StoreException.Failed("a change failed: " + cause.getMessage(), cause);
        };
    }
}
