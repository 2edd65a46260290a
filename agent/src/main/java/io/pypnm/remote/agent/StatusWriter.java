package io.pypnm.remote.agent;

import io.pypnm.remote.agent.AgentStatus.Fact;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Keeps `status.json` true: writes it on every change and at least every few seconds, on the thread `status`. Whoever
/// reports a change never waits for the disk.
final class StatusWriter {
    private static final System.Logger log = System.getLogger(StatusWriter.class.getName());
    /// What the last writing may take: a disk that hangs must not keep the agent from ending.
    private static final Duration LAST_WRITING = Duration.ofSeconds(1);

    private final Path file;
    private final MonotonicClock clock;
    private final InstantSource hostClock;
    private final Supplier<Map<Fact, String>> facts;
    private final Runnable everyPeriod;
    private final Thread thread;
    /// One request stands for all that came since the last writing.
    private final BlockingQueue<Boolean> requests = new ArrayBlockingQueue<>(1);
    private volatile boolean stopping;

    /// @param everyPeriod done every [AgentStatus#PERIOD], however often the status changes
    /// @param onFault     told when the thread hits a fault of ours, which ends it
    StatusWriter(
            Path file,
            MonotonicClock clock,
            InstantSource hostClock,
            Supplier<Map<Fact, String>> facts,
            Runnable everyPeriod,
            Thread.UncaughtExceptionHandler onFault) {
        this.file = file;
        this.clock = clock;
        this.hostClock = hostClock;
        this.facts = facts;
        this.everyPeriod = everyPeriod;
        this.thread = Thread.ofPlatform()
                .name("status")
                .daemon()
                .uncaughtExceptionHandler(onFault)
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Has the file written soon.
    void renew() {
        var _ = requests.offer(true);
    }

    /// Has it written a last time and ends, within a second.
    void stop() throws InterruptedException {
        stopping = true;
        renew();
        if (!thread.join(LAST_WRITING)) {
            log.log(Level.WARNING, "the status cannot be written within {0}", LAST_WRITING);
        }
    }

    private void run() {
        try {
            Deadline due = Deadline.in(AgentStatus.PERIOD, clock);
            while (!stopping) {
                write();
                var _ = requests.poll(due.left().toNanos(), TimeUnit.NANOSECONDS);
                if (due.hasPassed()) {
                    everyPeriod.run();
                    due = Deadline.in(AgentStatus.PERIOD, clock);
                }
            }
            write();
        } catch (InterruptedException e) {
            // By nobody but the end of the process.
        }
    }

    private void write() {
        try {
            AgentStatus.ofThisProcess(hostClock.instant(), facts.get()).write(file);
        } catch (IOException e) {
            log.log(Level.WARNING, "the status cannot be written: {0}", e.toString());
        }
    }
}
