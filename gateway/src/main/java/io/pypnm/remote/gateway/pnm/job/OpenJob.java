package io.pypnm.remote.gateway.pnm.job;

import io.pypnm.remote.gateway.pnm.archive.JobHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One job that has not ended, as its threads share it. Its lock guards everything in it.
final class OpenJob {
    private final JobHead head;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Thread> modems = new ArrayList<>();
    private final Map<String, Semaphore> places = new HashMap<>();
    private int modemsLeft;
    private int failed;
    private boolean cancelled;
    private boolean stopped;
    private long changes = 1;

    /// @param modems that are to be measured
    /// @param failed items that failed already
    OpenJob(JobHead head, int modems, int failed) {
        this.head = head;
        this.modemsLeft = modems;
        this.failed = failed;
        this.cancelled = head.state() == JobHead.State.CANCELLING;
    }

    JobHead head() {
        return head;
    }

    /// The places of a CMTS.
    Semaphore places(String cmts) {
        lock.lock();
        try {
            return places.computeIfAbsent(cmts, _ -> new Semaphore(head.maxPerCmts(), true));
        } finally {
            lock.unlock();
        }
    }

    void start(List<Thread> threads) {
        lock.lock();
        try {
            modems.addAll(threads);
            threads.forEach(Thread::start);
        } finally {
            lock.unlock();
        }
    }

    /// Whether items may begin.
    boolean mayGoOn() {
        lock.lock();
        try {
            return !cancelled && failed <= head.maxErrors();
        } finally {
            lock.unlock();
        }
    }

    void failed() {
        lock.lock();
        try {
            failed++;
        } finally {
            lock.unlock();
        }
    }

    /// Notes that a modem's last item has ended.
    ///
    /// @return whether it was the last modem
    boolean modemIsDone() {
        lock.lock();
        try {
            modemsLeft--;
            return modemsLeft == 0;
        } finally {
            lock.unlock();
        }
    }

    JobHead.State ending() {
        lock.lock();
        try {
            if (cancelled) {
                return JobHead.State.CANCELLED;
            }
            return failed > head.maxErrors() ? JobHead.State.STOPPED : JobHead.State.DONE;
        } finally {
            lock.unlock();
        }
    }

    void cancel() {
        lock.lock();
        try {
            cancelled = true;
        } finally {
            lock.unlock();
        }
        change();
    }

    /// Wakes whoever waits for a change.
    void change() {
        lock.lock();
        try {
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the number of changes is another one, and returns it.
    long awaitChange(long seen, Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (changes == seen && !stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for so long, or until the gateway stops.
    void rest(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends its threads; what they wait for goes on without them.
    void stop(Duration within) throws InterruptedException {
        List<Thread> threads;
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
            threads = List.copyOf(modems);
        } finally {
            lock.unlock();
        }
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(within);
        }
    }
}
