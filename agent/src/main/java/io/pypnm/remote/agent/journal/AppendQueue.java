package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalRecord.Finished;
import io.pypnm.remote.agent.journal.JournalRecord.Stored;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Records on their way to the writer. Bounded; waiting ignores interrupts.
final class AppendQueue {
    /// A record to be written.
    ///
    /// @param bytes the record encoded
    /// @param sync  whether `done` waits for the disk
    record Append(JournalRecord record, ByteBuffer bytes, boolean sync, CompletableFuture<@Nullable Void> done) {
        static Append of(JournalRecord record, boolean sync) {
            return new Append(record, RecordCodec.encode(record), sync, new CompletableFuture<>());
        }

        boolean isInSpool() {
            return record instanceof Finished finished && finished.outcome() instanceof Stored.InSpool;
        }

        void complete() {
            done.complete(null);
        }
    }

    private static final int MAX_WAITING = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Append> waiting = new ArrayList<>();
    private boolean closed;

    /// Puts a record at the end. False if the queue is closed.
    boolean put(Append append) {
        lock.lock();
        try {
            while (waiting.size() >= MAX_WAITING && !closed) {
                changed.awaitUninterruptibly();
            }
            if (!closed) {
                waiting.add(append);
                changed.signalAll();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Takes everything there is, at least one. Empty only when the queue is closed and used up.
    List<Append> takeAll() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            List<Append> taken = waiting;
            waiting = new ArrayList<>();
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
