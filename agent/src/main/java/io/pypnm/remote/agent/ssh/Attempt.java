package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.JSchException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Has work of JSch done on a thread of its own. JSch swallows interrupts, has waits without a bound, and interrupts
/// its caller as a signal; so whoever calls it must be a thread that nothing else depends on.
final class Attempt {
    private Attempt() {}

    /// Waits for the work at most `limit`. Who gives up must see to it by himself that the work ends.
    ///
    /// @param threads starts a thread
    static <T> T await(Consumer<Runnable> threads, Callable<T> work, Duration limit)
            throws JSchException, TimeoutException, InterruptedException {
        var task = new FutureTask<>(work);
        threads.accept(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JSchException failure) {
                throw failure;
            }
            // JSch lets through what breaks when it reads garbage: that is the server's doing, too.
            if (e.getCause() instanceof RuntimeException fault) {
                throw new JSchException("it cannot be understood: " + fault, fault);
            }
            throw new IllegalStateException("JSch hit a fault", e.getCause());
        }
    }
}
