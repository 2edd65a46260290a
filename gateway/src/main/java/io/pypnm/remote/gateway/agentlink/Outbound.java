package io.pypnm.remote.gateway.agentlink;

import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What waits to be written to one peer: bounded, in order, written by one thread with blocking sends; what has
/// gathered goes in one message. A peer that does not read fills it; then senders wait, and [#isStuck] tells the watch
/// to cut the connection.
public final class Outbound implements Runnable {
    /// Something to be written, made when its turn comes.
    @FunctionalInterface
    public interface Item {
        /// The bytes, or nothing if there is no longer any use in sending it.
        Optional<ByteBuffer> bytes();
    }

    /// The end of the line.
    private record Goodbye(Item last, CloseReason reason) implements Item {
        @Override
        public Optional<ByteBuffer> bytes() {
            return last.bytes();
        }
    }

    /// The blocking way to the peer.
    interface Socket {
        void send(ByteBuffer bytes) throws IOException;

        /// Says goodbye, behind what was sent. Does not wait for the peer.
        void close(CloseReason reason);

        /// Ends the connection at once; a send that blocks now fails. A peer that does not read hears of no goodbye.
        void abort();
    }

    private static final System.Logger log = System.getLogger(Outbound.class.getName());
    private static final int CAPACITY = 256;
    /// A message is ended by the frame that takes it past this.
    private static final int MESSAGE_BYTES = 16 * 1024;
    private static final long IDLE = Long.MIN_VALUE;

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(CAPACITY);
    private final Socket socket;
    private final Duration writeWithin;
    private final LongSupplier nanos;
    private volatile long writingSince = IDLE;
    private volatile long lastWritten;
    private volatile boolean ended;

    Outbound(Socket socket, Duration writeWithin, LongSupplier nanos) {
        this.socket = socket;
        this.writeWithin = writeWithin;
        this.nanos = nanos;
        this.lastWritten = nanos.getAsLong();
    }

    /// Puts an item in line, waiting for room as long as one write may take. Once the connection ends nothing more is
    /// taken, which is not the peer's fault.
    ///
    /// @return false if no room came, since the peer does not read
    boolean put(Item item) throws InterruptedException {
        return ended || items.offer(item, writeWithin.toNanos(), TimeUnit.NANOSECONDS) || ended;
    }

    /// Puts an item in line if there is room now.
    boolean offer(Item item) {
        return !ended && items.offer(item);
    }

    /// Writes what is in line, then closes the socket; nothing more is taken.
    void endWith(Item last, CloseReason reason) {
        ended = true;
        if (!items.offer(new Goodbye(last, reason))) {
            socket.abort();
        }
    }

    /// Ends the connection at once; what is in line is dropped.
    void abort() {
        ended = true;
        items.clear();
        socket.abort();
    }

    @Override
    public void run() {
        try {
            while (true) {
                writeGathered(items.take());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "write failed", e);
            abort();
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.ERROR, "a frame could not be made", e);
            abort();
        }
    }

    private void writeGathered(Item first) throws IOException {
        List<ByteBuffer> frames = new ArrayList<>();
        int bytes = 0;
        for (Item item = first; item != null; item = bytes < MESSAGE_BYTES ? items.poll() : null) {
            if (item instanceof Goodbye goodbye) {
                write(frames, bytes);
                say(goodbye);
                return;
            }
            Optional<ByteBuffer> frame = item.bytes();
            if (frame.isPresent()) {
                frames.add(frame.get());
                bytes += frame.get().remaining();
            }
        }
        write(frames, bytes);
    }

    private void write(List<ByteBuffer> frames, int bytes) throws IOException {
        if (frames.size() == 1) {
            write(frames.getFirst());
        } else if (!frames.isEmpty()) {
            ByteBuffer message = ByteBuffer.allocate(bytes);
            frames.forEach(message::put);
            write(message.flip());
        }
    }

    private void say(Goodbye goodbye) {
        try {
            Optional<ByteBuffer> last = goodbye.last().bytes();
            if (last.isPresent()) {
                write(last.get());
            }
        } catch (IOException _) {
            // The last frame of a connection that is being closed anyway.
        }
        socket.close(goodbye.reason());
    }

    boolean isStuck() {
        long since = writingSince;
        return since != IDLE && nanos.getAsLong() - since > writeWithin.toNanos();
    }

    /// Nanoseconds since something was last written, 0 while anything is in line.
    long quietNanos() {
        return writingSince == IDLE && items.isEmpty() ? nanos.getAsLong() - lastWritten : 0;
    }

    private void write(ByteBuffer bytes) throws IOException {
        writingSince = nanos.getAsLong();
        socket.send(bytes);
        lastWritten = nanos.getAsLong();
        writingSince = IDLE;
    }
}
