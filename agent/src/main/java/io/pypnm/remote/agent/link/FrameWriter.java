package io.pypnm.remote.agent.link;

import io.pypnm.remote.agent.link.SessionEndedException.Cause;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.stomp.StompEncoder;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompProtocolException;
import io.pypnm.remote.contracts.stomp.StompVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends frames on a thread of its own, several in one WebSocket message where they gather, so that a gateway slow to
/// read never keeps the link thread from reading.
final class FrameWriter implements AutoCloseable {
    private static final int MAX_FRAMES = 8192;
    private static final int MAX_MESSAGE_BYTES = 64 << 10;

    /// @param after what is passed once the bytes have left
    private record Part(ByteBuffer bytes, @Nullable CrashPoint after) {}

    private final BlockingQueue<Part> parts = new ArrayBlockingQueue<>(MAX_FRAMES);
    private final WebSocketChannel channel;
    private final Inbox inbox;
    private final Thread thread;
    /// Taken, and to be sent first. Owned by the writer's thread.
    private @Nullable Part next;
    private volatile long beatNanos = Duration.ofDays(365).toNanos();

    private FrameWriter(WebSocketChannel channel, Inbox inbox) {
        this.channel = channel;
        this.inbox = inbox;
        // A platform thread, as all it does is to wait with a limit, for which a virtual one needs two more.
        this.thread = Thread.ofPlatform().name("link-writer").daemon().unstarted(this::run);
    }

    static FrameWriter start(WebSocketChannel channel, Inbox inbox) {
        FrameWriter writer = new FrameWriter(channel, inbox);
        writer.thread.start();
        return writer;
    }

    void send(StompFrame frame) throws SessionEndedException {
        send(frame, null);
    }

    /// @param after passed once the frame has left
    void send(StompFrame frame, @Nullable CrashPoint after) throws SessionEndedException {
        try {
            put(new Part(StompEncoder.encode(frame, StompVersion.V1_2), after));
        } catch (StompProtocolException e) {
            throw new IllegalStateException("a header of ours cannot be sent: " + frame, e);
        }
    }

    /// From now on says "I am here" when nothing else was said.
    ///
    /// @param interval longest silence the gateway bears
    void beatEvery(Duration interval) throws SessionEndedException {
        beatNanos = interval.multipliedBy(3).dividedBy(4).toNanos();
        put(new Part(ByteBuffer.allocate(0), null));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void put(Part part) throws SessionEndedException {
        if (!parts.offer(part)) {
            throw new SessionEndedException(Cause.LOST, "the gateway does not take what is sent to it");
        }
    }

    private void run() {
        try {
            while (true) {
                sendGathered();
            }
        } catch (IOException e) {
            closed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            // Stopped; this thread ends.
        }
    }

    /// Sends what there is, or a heart-beat if nothing comes in time.
    private void sendGathered() throws IOException, InterruptedException {
        Part first = next == null ? parts.poll(beatNanos, TimeUnit.NANOSECONDS) : next;
        List<Part> gathered = new ArrayList<>();
        int bytes = 0;
        next = null;
        for (Part part = first; part != null; part = parts.poll()) {
            if (bytes > 0 && bytes + part.bytes.remaining() > MAX_MESSAGE_BYTES) {
                next = part;
                break;
            }
            gathered.add(part);
            bytes += part.bytes.remaining();
        }
        ByteBuffer message = ByteBuffer.allocate(bytes);
        gathered.forEach(part -> message.put(part.bytes));
        channel.send(first == null ? StompEncoder.heartBeat() : message.flip());
        for (Part part : gathered) {
            if (part.after != null) {
                part.after.pass();
            }
        }
    }

    private void closed(String why) {
        try {
            inbox.put(new Inbox.Event.Closed(why));
        } catch (InterruptedException e) {
            // The link thread has ended the connection itself.
        }
    }
}
