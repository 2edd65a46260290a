package io.pypnm.remote.agent.cli;

import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.ChannelSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a shell has said since the last [#clear], up to a limit. Written by the session's thread, which only appends;
/// one other thread waits and reads. All fields are guarded by the lock.
final class Transcript implements ChannelSink {
    /// Enough for a prompt, an empty line and a prompt; no more is looked at while output is flowing.
    private static final int TAIL_BYTES = 1024;

    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Bytes said = new Bytes();
    private boolean news;
    private boolean full;
    private boolean ended;

    Transcript(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Why waiting came to an end.
    enum Event {
        SAID,
        FULL,
        ENDED,
        OUT_OF_TIME
    }

    /// A buffer that gives its end without copying all of it.
    private static final class Bytes extends ByteArrayOutputStream {
        private String tail() {
            int length = Math.min(count, TAIL_BYTES);
            return new String(buf, count - length, length, StandardCharsets.UTF_8);
        }

        private void dropLastLine() {
            while (count > 0 && buf[count - 1] != '\n') {
                count--;
            }
        }
    }

    @Override
    public void output(byte[] buffer, int offset, int length) {
        lock.lock();
        try {
            int kept = Math.min(length, maxBytes - said.size());
            said.write(buffer, offset, kept);
            full |= kept < length;
            news = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void errors(byte[] buffer, int offset, int length) {
        output(buffer, offset, length);
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

    /// Waits until something was said that was not waited for before.
    Event await(Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!news && !full && !ended) {
                if (changed.awaitNanos(deadline.left().toNanos()) <= 0) {
                    return Event.OUT_OF_TIME;
                }
            }
            if (full) {
                return Event.FULL;
            }
            Event event = news ? Event.SAID : Event.ENDED;
            news = false;
            return event;
        } finally {
            lock.unlock();
        }
    }

    /// The last lines, as a terminal shows them; the last one is unterminated.
    List<String> tail() {
        lock.lock();
        try {
            return TerminalText.lines(said.tail());
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the unterminated line: a pager's.
    void dropLastLine() {
        lock.lock();
        try {
            said.dropLastLine();
        } finally {
            lock.unlock();
        }
    }

    /// All lines, as a terminal shows them.
    List<String> lines() {
        lock.lock();
        try {
            return TerminalText.lines(said.toString(StandardCharsets.UTF_8));
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            said.reset();
        } finally {
            lock.unlock();
        }
    }
}
