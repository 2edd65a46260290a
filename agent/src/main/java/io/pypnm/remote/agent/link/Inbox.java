package io.pypnm.remote.agent.link;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What happens to one connection, in order, for the link thread to deal with. Bounded: a WebSocket thread that finds
/// it full waits, and so, in the end, does the gateway.
final class Inbox {
    /// Something that happened.
    sealed interface Event {
        /// Bytes have come.
        record Received(ByteBuffer bytes) implements Event {}

        /// The connection is over.
        record Closed(String why) implements Event {}

        /// An outcome was put to the gateway's claims.
        record Uploaded(Claim claim) implements Event {}

        /// Look around: there may be something to be sent, or the agent is being stopped.
        record Wake() implements Event {}
    }

    private static final int MAX_EVENTS = 16;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    /// For all events but a wake, of which there is at most one: it never has to wait, nor can it be lost.
    private final Semaphore room = new Semaphore(MAX_EVENTS);
    private final AtomicBoolean wakePending = new AtomicBoolean();
    private volatile boolean closed;

    /// Waits for room. Once the inbox is closed nobody looks into it, and the event is dropped.
    void put(Event event) throws InterruptedException {
        while (!closed) {
            if (room.tryAcquire(1, TimeUnit.SECONDS)) {
                events.add(event);
                return;
            }
        }
    }

    void close() {
        closed = true;
    }

    /// Of no effect while another wake waits.
    void wake() {
        if (wakePending.compareAndSet(false, true)) {
            events.add(new Event.Wake());
        }
    }

    /// The next event, if one comes within the time.
    Optional<Event> poll(long nanos) throws InterruptedException {
        Event event = events.poll(nanos, TimeUnit.NANOSECONDS);
        if (event instanceof Event.Wake) {
            wakePending.set(false);
        } else if (event != null) {
            room.release();
        }
        return Optional.ofNullable(event);
    }
}
