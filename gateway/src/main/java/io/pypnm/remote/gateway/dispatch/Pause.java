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
                    again(System.Logger.Level.WARNING, e);
                } catch (RuntimeException e) {
                    // A bug of ours; a loop that ended here would leave commands open for ever, and nobody would know.
                    again(System.Logger.Level.ERROR, e);
                }
            } while (!stopped.await(length.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void again(System.Logger.Level level, Exception why) {
        if (stopped.getCount() > 0) {
            log.log(level, "trying again in " + length.toMillis() + " ms", why);
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
