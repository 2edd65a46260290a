package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps a consumer of the broker running: what it cannot do now it tries again after a pause. Messages it had not
/// acknowledged are then delivered again.
public final class Pause {
    private static final System.Logger log = System.getLogger(Pause.class.getName());

    private final Duration length;
    private final CountDownLatch stopped = new CountDownLatch(1);

    public Pause(Duration length) {
        this.length = length;
    }

    /// Runs the work again and again until its thread is interrupted or [#stop] is called.
    void untilInterrupted(Work work) {
        try {
            do {
                try {
                    work.run();
                } catch (JMSException | StoreException e) {
                    if (stopped.getCount() == 0) {
                        return;
                    }
                    log.log(System.Logger.Level.WARNING, "trying again in " + length.toMillis() + " ms", e);
                }
            } while (!stopped.await(length.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends every loop at its next turn.
    public void stop() {
        stopped.countDown();
    }

    @FunctionalInterface
    interface Work {
        void run() throws JMSException, StoreException, InterruptedException;
    }
}
