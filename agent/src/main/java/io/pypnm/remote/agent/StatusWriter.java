package io.pypnm.remote.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps `status.json` true: writes it on every change and at least every few seconds, on the thread `status`. Whoever
/// reports a change never waits for the disk.
final class StatusWriter {
    private static final System.Logger log = System.getLogger(StatusWriter.class.getName());

    private final Path file;
    private final InstantSource clock;
    private final Supplier<Map<String, String>> facts;
    /// One request stands for all that came since the last writing.
    private final BlockingQueue<Boolean> requests = new ArrayBlockingQueue<>(1);
    private @Nullable Thread thread;

    StatusWriter(Path file, InstantSource clock, Supplier<Map<String, String>> facts) {
        this.file = file;
        this.clock = clock;
        this.facts = facts;
    }

    /// @param everyPeriod done along with every writing that was due
    void start(Runnable everyPeriod) {
        thread = Thread.ofPlatform().name("status").daemon().start(() -> run(everyPeriod));
    }

    /// Has the file written soon.
    void renew() {
        var _ = requests.offer(true);
    }

    /// Writes it a last time and ends.
    void stop() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        write();
    }

    private void run(Runnable everyPeriod) {
        try {
            while (true) {
                write();
                if (requests.poll(AgentStatus.PERIOD.toMillis(), TimeUnit.MILLISECONDS) == null) {
                    everyPeriod.run();
                }
            }
        } catch (InterruptedException e) {
            // Stopped; this thread ends.
        }
    }

    private void write() {
        try {
            AgentStatus.ofThisProcess(clock.instant(), facts.get()).write(file);
        } catch (IOException e) {
            log.log(Level.WARNING, "the status cannot be written: {0}", e.toString());
        }
    }
}
