package io.pypnm.remote.agent.ssh;

import com.jcraft.jsch.Channel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One channel of a session; it holds its place there until it is closed. Safe for use by many threads.
final class OpenChannel implements AutoCloseable {
    /// A peer that does not even take the message that closes a channel is lost.
    private static final Duration HANG_UP = Duration.ofSeconds(5);

    private final Channel channel;
    private final SshConnection connection;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Runnable release = () -> {};

    OpenChannel(Channel channel, SshConnection connection) {
        this.channel = channel;
        this.connection = connection;
    }

    /// @param action done once, after the channel was closed
    OpenChannel onRelease(Runnable action) {
        release = action;
        return this;
    }

    Channel channel() {
        return channel;
    }

    SshConnection connection() {
        return connection;
    }

    /// Closes the channel. Does not wait, as the peer may not read.
    @Override
    public void close() {
        end(false);
    }

    /// Tells the server to end what runs on the channel, and closes it. Does not wait.
    void terminate() {
        end(true);
    }

    private void end(boolean terminate) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        if (channel.isClosed()) {
            release.run();
        } else {
            connection.start(() -> hangUp(terminate));
        }
    }

    private void hangUp(boolean terminate) {
        var done = new CountDownLatch(1);
        connection.start(() -> {
            disconnect(terminate);
            done.countDown();
        });
        try {
            if (!done.await(HANG_UP.toMillis(), TimeUnit.MILLISECONDS)) {
                connection.cut();
            }
        } catch (InterruptedException e) {
            connection.cut();
        } finally {
            release.run();
        }
    }

    private void disconnect(boolean terminate) {
        if (terminate) {
            try {
                channel.sendSignal("TERM");
            } catch (Exception e) {
                // A server need not know signals (RFC 4254 section 6.9); closing the channel has to do.
            }
        }
        channel.disconnect();
    }
}
