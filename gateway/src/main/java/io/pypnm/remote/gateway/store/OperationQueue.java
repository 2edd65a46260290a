package io.pypnm.remote.gateway.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Operations that wait for the writer thread, in the order they came. Bounded. Its lock guards everything in it.
final class OperationQueue {
    /// What happens to an operation that finds the queue full.
    enum WhenFull {
        /// It is refused at once: new work, which its sender can keep.
        REFUSE,
        /// It waits for room: work that ends or moves what was accepted.
        WAIT
    }

    /// How long an operation nobody waits for may be held back, so that it can share the fsync of one that matters.
    static final Duration LAZINESS = Duration.ofMillis(50);

    private final int capacity;
    private final int maxBatch;
    private final Duration maxWait;
    private final ArrayDeque<Operation<?>> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private int awaited;
    private long refused;
    private boolean closed;

    OperationQueue(int capacity, int maxBatch, Duration maxWait) {
        this.capacity = capacity;
        this.maxBatch = maxBatch;
        this.maxWait = maxWait;
    }

    /// @throws StoreException.Busy   if it is full, at once or after the longest wait
    /// @throws StoreException.Closed if no more operations are taken
    void add(Operation<?> operation, WhenFull whenFull) {
        lock.lock();
        try {
            if (whenFull == WhenFull.WAIT) {
                awaitRoom();
            }
            if (closed) {
                throw new StoreException.Closed();
            }
            if (waiting.size() >= capacity) {
                refused++;
                throw new StoreException.Busy(capacity + " changes wait for the disk already", null);
            }
            waiting.add(operation);
            if (operation.awaited()) {
                awaited++;
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        boolean interrupted = false;
        long left = maxWait.toNanos();
        while (waiting.size() >= capacity && !closed && left > 0) {
            try {
                left = room.awaitNanos(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for operations and moves them to `batch`, oldest first.
    ///
    /// @return false if the queue is closed and empty
    boolean take(List<Operation<?>> batch) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return false;
                }
                arrived.await();
            }
            long left = LAZINESS.toNanos();
            while (awaited == 0 && waiting.size() < maxBatch && !closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
            while (!waiting.isEmpty() && batch.size() < maxBatch) {
                Operation<?> operation = waiting.remove();
                if (operation.awaited()) {
                    awaited--;
                }
                batch.add(operation);
            }
            room.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more operations; those that wait are still handed out.
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Closes, and hands over what nobody will take any more.
    List<Operation<?>> abandon() {
        close();
        lock.lock();
        try {
            List<Operation<?>> rest = List.copyOf(waiting);
            waiting.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }
}
