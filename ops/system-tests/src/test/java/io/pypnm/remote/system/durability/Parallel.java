package io.pypnm.remote.system.durability;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Does independent things at once, since most of a crash test is waiting for a process to start.
final class Parallel {
    private Parallel() {}

    /// Something that a test does.
    interface Step {
        void run() throws Exception;
    }

    /// Returns when all of them have ended; fails as the first that failed.
    static void run(Step... steps) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running =
                    threads.invokeAll(Stream.of(steps).map(Parallel::callable).toList());
            for (Future<Boolean> step : running) {
                step.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static Callable<Boolean> callable(Step step) {
        return () -> {
            step.run();
            return true;
        };
    }
}
