package io.pypnm.remote.agent.ssh;

import io.pypnm.remote.agent.operation.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a subsystem says, for one reader. The session's thread must never wait for a reader, as it serves other
/// channels too; so a server that says far more than it was asked for is cut off.
final class Inflow extends InputStream implements ChannelSink {
    /// More than any client asks for ahead: 256 reads of 32 KiB.
    private static final int MAX_WAITING_BYTES = 8 << 20;

    private final Deadline deadline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private int waitingBytes;
    private int used;
    private boolean ended;
    private boolean flooded;

    Inflow(Deadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public void output(byte[] buffer, int offset, int length) {
        lock.lock();
        try {
            flooded |= waitingBytes > MAX_WAITING_BYTES - length;
            if (!flooded) {
                pieces.add(Arrays.copyOfRange(buffer, offset, offset + length));
                waitingBytes += length;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void errors(byte[] buffer, int offset, int length) {
        // A subsystem has no use for it.
    }

    @Override
    public void ended() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// Blocks until there is something, the server has closed the channel (-1), or the deadline has passed.
    ///
    /// @throws InterruptedIOException after the deadline, and when interrupted
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        lock.lock();
        try {
            while (pieces.isEmpty() && !ended && !flooded) {
                if (changed.awaitNanos(deadline.left().toNanos()) <= 0) {
                    throw new InterruptedIOException("run-for passed");
                }
            }
            if (flooded) {
                throw new IOException("the server says more than it was asked for");
            }
            return pieces.isEmpty() ? -1 : take(target, offset, length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] target, int offset, int length) {
        byte[] piece = pieces.element();
        int taken = Math.min(length, piece.length - used);
        System.arraycopy(piece, used, target, offset, taken);
        used += taken;
        waitingBytes -= taken;
        if (used == piece.length) {
            pieces.remove();
            used = 0;
        }
        return taken;
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return waitingBytes;
        } finally {
            lock.unlock();
        }
    }
}
