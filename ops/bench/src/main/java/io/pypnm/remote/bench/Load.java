package io.pypnm.remote.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A closed loop: callers that each make one call after another, so that as many are in flight as there are callers.
/// The first call that fails ends the measurement: a figure is never made of the calls that happened to work.
final class Load implements AutoCloseable {
    private static final int WINDOWS = 5;
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int STEADY_LOOKS = 6;
    private static final int MOST_LOOKS = 48;
    private static final double GAIN = 1.05;
    private static final Duration END_WITHIN = Duration.ofSeconds(90);

    /// Makes a call and returns when it was answered as it should be. Used by one thread.
    @FunctionalInterface
    interface Caller extends AutoCloseable {
        void call() throws Exception;

        @Override
        default void close() throws IOException {}
    }

    /// How fast it went.
    ///
    /// @param slowest rate of the slowest fifth of the time; far from the rate, it was disturbed or not warm
    record Rate(double perSecond, double slowest, Latencies latencies) {}

    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder calls = new LongAdder();
    private final CountDownLatch failed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile @Nullable Latencies measuring;

    private Load() {}

    static Load start(List<? extends Caller> callers) {
        var load = new Load();
        for (Caller caller : callers) {
            load.threads.add(Thread.startVirtualThread(() -> load.run(caller)));
        }
        return load;
    }

    private void run(Caller caller) {
        try (caller) {
            while (!stopped) {
                long start = System.nanoTime();
                caller.call();
                long nanos = System.nanoTime() - start;
                calls.increment();
                Latencies latencies = measuring;
                if (latencies != null) {
                    latencies.add(nanos);
                }
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
            failed.countDown();
        }
    }

    /// Calls answered so far.
    long calls() {
        return calls.sum();
    }

    /// Lets it run for a while.
    void run(Duration time) throws IOException, InterruptedException {
        if (failed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IOException("a call failed", failure.get());
        }
    }

    /// Lets it run until it gets no faster: a JVM that has just started is slow, and a dozen of them on few cores take
    /// their time to become fast.
    ///
    /// @param atLeast also if it looks steady before
    void warm(Duration atLeast) throws IOException, InterruptedException {
        double best = 0;
        int steady = 0;
        run(atLeast);
        for (int look = 0; steady < STEADY_LOOKS && look < MOST_LOOKS; look++) {
            double rate = measureWindow(LOOK);
            if (rate < best * GAIN) {
                steady++;
            } else {
                best = rate;
                steady = 0;
            }
        }
    }

    /// Measures the calls that end in the time given.
    Rate measure(Duration time) throws IOException, InterruptedException {
        var latencies = new Latencies();
        double slowest = Double.MAX_VALUE;
        measuring = latencies;
        long start = System.nanoTime();
        for (int window = 0; window < WINDOWS; window++) {
            slowest = Math.min(slowest, measureWindow(time.dividedBy(WINDOWS)));
        }
        measuring = null;
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Rate(latencies.count() / seconds, slowest, latencies);
    }

    private double measureWindow(Duration time) throws IOException, InterruptedException {
        long before = calls();
        long start = System.nanoTime();
        run(time);
        return (calls() - before) / ((System.nanoTime() - start) / 1e9);
    }

    /// Lets the calls under way end.
    ///
    /// @throws IOException if one failed, or does not end
    @Override
    public void close() throws IOException {
        stopped = true;
        try {
            for (Thread thread : threads) {
                if (!thread.join(END_WITHIN)) {
                    throw new IOException("a call was not answered within " + END_WITHIN);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            throw new IOException("a call failed", failure.get());
        }
    }
}
