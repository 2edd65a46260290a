package io.pypnm.remote.bench.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Does a number of things, so many at once.
final class Callers {
    private static final System.Logger log = System.getLogger(Callers.class.getName());
    private static final int SHOWN = 3;

    /// One of them, by its number.
    @FunctionalInterface
    interface Task {
        void run(int number) throws Exception;
    }

    private Callers() {}

    /// Returns when all are done. Those that threw have failed.
    static Cost run(int operations, int atOnce, Task task) throws IOException, InterruptedException {
        AtomicInteger given = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        Meter meter = Meter.start();
        for (int i = 0; i < atOnce; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (int number = given.getAndIncrement(); number < operations; number = given.getAndIncrement()) {
                    if (!succeeds(task, number) && failed.incrementAndGet() == SHOWN) {
                        log.log(Level.WARNING, "further failures are only counted");
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return meter.stop(operations, failed.get());
    }

    private static boolean succeeds(Task task, int number) {
        try {
            task.run(number);
            return true;
        } catch (Exception e) {
            log.log(Level.WARNING, "number " + number + " failed: " + e.getMessage());
            return false;
        }
    }
}
