package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.gateway.store.StoreException;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps a thread at its work: does it again and again, with a pause between. What cannot be done now is tried again
/// after the pause, so nothing but an interrupt ends the thread.
public final class Pause {
    private static final System.Logger log = System.getLogger(Pause.class.getName());

    private final Duration length;
    private final CountDownLatch stopped = new CountDownLatch(1);

    public Pause(Duration length) {
        this.length = length;
    }

    /// Runs the work again and again until its thread is interrupted or [#stop] is called.
    public void untilInterrupted(Work work) {
        try {
            do {
                try {
                    work.run();
                } catch (JMSException | StoreException e) {
                    again(System.Logger.Level.WARNING, e);
                } catch (RuntimeException e) {
                    // A bug of ours; a loop that ended here would leave its work undone, and nobody would know.
                    again(System.Logger.Level.ERROR, e);
                }
            } while (!stopped.await(length.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void again(System.Logger.Level level, Exception why) {
        if (stopped.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
            log.log(level, "trying again in " + length.toMillis() + " ms", why);
        }
    }

    /// Ends every loop at its next turn.
    public void stop() {
        stopped.countDown();
    }

    /// What is done.
    @FunctionalInterface
    public interface Work {
        void run() throws JMSException, StoreException, InterruptedException;
    }
}
