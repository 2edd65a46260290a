package io.pypnm.remote.agent.ssh;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.login.SshHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The two directions of a subsystem. When the deadline passes the channel is closed, which also ends a write that
/// waits for the peer. Reading is for one thread, writing for one, and they may be two.
public final class SshStreams implements AutoCloseable {
    private final OpenChannel open;
    private final Inflow in;
    private final OutputStream out;
    private final Deadline deadline;
    private final CountDownLatch closed = new CountDownLatch(1);

    private SshStreams(OpenChannel open, Inflow in, OutputStream out, Deadline deadline) {
        this.open = open;
        this.in = in;
        this.out = out;
        this.deadline = deadline;
    }

    static SshStreams start(OpenChannel open, Inflow in, Deadline deadline) throws IOException {
        var streams = new SshStreams(open, in, open.channel().getOutputStream(), deadline);
        open.connection().start(streams::watch);
        return streams;
    }

    private void watch() {
        try {
            if (!closed.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                open.terminate();
            }
        } catch (InterruptedException e) {
            open.terminate();
        }
    }

    /// What the server says. A read blocks until there is something, the end, or the deadline; it is interruptible. At
    /// most 8 MiB wait for the reader: a server that says more was not asked for it, and reading fails.
    public InputStream in() {
        return in;
    }

    /// What the server hears, once it is flushed. A write blocks while the server does not read.
    public OutputStream out() {
        return out;
    }

    /// What an exception of one of the streams means.
    public CommandFailedException failure(IOException e) {
        SshHost host = open.connection().host();
        return deadline.hasPassed() ? Failures.runFor(host) : Failures.lost(host, String.valueOf(e.getMessage()));
    }

    /// Does not wait.
    @Override
    public void close() {
        closed.countDown();
        open.close();
    }
}
