package io.pypnm.remote.agent.ssh;

import io.pypnm.remote.agent.operation.Deadline;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps what a command writes, up to a limit. Written by the session's thread, read by the one that waits.
final class Collector implements ChannelSink {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final CountDownLatch over = new CountDownLatch(1);
    private int room;
    private boolean full;

    /// @param maxBytes of both streams together
    Collector(int maxBytes) {
        this.room = maxBytes;
    }

    @Override
    public void output(byte[] buffer, int offset, int length) {
        keep(output, buffer, offset, length);
    }

    @Override
    public void errors(byte[] buffer, int offset, int length) {
        keep(errors, buffer, offset, length);
    }

    private synchronized void keep(ByteArrayOutputStream stream, byte[] buffer, int offset, int length) {
        int kept = Math.min(length, room);
        stream.write(buffer, offset, kept);
        room -= kept;
        if (kept < length) {
            full = true;
            over.countDown();
        }
    }

    @Override
    public void ended() {
        over.countDown();
    }

    /// Waits for the end or until there is too much; says whether one of them came before the deadline.
    boolean await(Deadline deadline) throws InterruptedException {
        return over.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized boolean isFull() {
        return full;
    }

    synchronized ExecResult result(ExecResult.End end) {
        return new ExecResult(end, output.toByteArray(), errors.toByteArray());
    }
}
