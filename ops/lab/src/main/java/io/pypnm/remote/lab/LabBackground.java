package io.pypnm.remote.lab;

import io.pypnm.remote.lab.device.Background;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One thread that does the steps of all devices when they are due, and one more for each piece of work that blocks.
final class LabBackground implements Background, AutoCloseable {
    /// What comes when the lab has ended is dropped.
    private final ScheduledThreadPoolExecutor steps = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("lab-steps").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

    private final ExecutorService works = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public void after(Duration delay, Runnable step) {
        var _ = steps.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void aside(Runnable work) {
        works.execute(work);
    }

    /// Drops what is not due, and interrupts what works when no step can add to it any more.
    @Override
    public void close() {
        steps.shutdownNow();
        steps.close();
        works.shutdownNow();
        works.close();
    }
}
