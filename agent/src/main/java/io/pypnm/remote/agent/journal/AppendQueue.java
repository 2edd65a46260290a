package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalRecord.Finished;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Records on their way to the writer. Those that nobody waits for gather a while, or until one comes that somebody
/// waits for: to wake the writer costs more than to write. Bounded; waiting ignores interrupts.
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
            return record instanceof Finished finished
                    && finished.outcome().largeBytes() + finished.outcome().contentBytes() > 0;
        }

        void complete() {
            done.complete(null);
        }
    }

    /// How long records that nobody waits for may gather. What is lost with the process is a receipt: the outcome then
    /// travels twice.
    static final Duration LAZINESS = Duration.ofMillis(50);

    private static final int MAX_WAITING = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Append> waiting = new ArrayList<>();
    /// Whether somebody waits for one of them.
    private boolean urgent;

    private boolean closed;

    /// Puts a record at the end that somebody will wait for. False if the queue is closed.
    boolean put(Append append) {
        return put(append, true);
    }

    /// Puts a record at the end that nobody waits for. False if the queue is closed.
    boolean putLazily(Append append) {
        return put(append, false);
    }

    private boolean put(Append append, boolean awaited) {
        lock.lock();
        try {
            while (waiting.size() >= MAX_WAITING && !closed) {
                urgent = true;
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
            if (!closed) {
                waiting.add(append);
                urgent |= awaited;
                if (awaited || waiting.size() == 1) {
                    changed.signalAll();
                }
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
            awaitUrgency();
            List<Append> taken = waiting;
            waiting = new ArrayList<>();
            urgent = false;
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void awaitUrgency() {
        try {
            long left = LAZINESS.toNanos();
            while (!urgent && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // The writer's thread is never asked to end this way, and goes on.
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
