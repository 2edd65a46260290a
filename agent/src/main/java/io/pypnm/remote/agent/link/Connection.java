package io.pypnm.remote.agent.link;

import io.pypnm.remote.agent.link.SessionEndedException.Cause;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.stomp.HeartBeat;
import io.pypnm.remote.contracts.stomp.StompDecoder;
import io.pypnm.remote.contracts.stomp.StompEvent;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.stomp.StompLimits;
import io.pypnm.remote.contracts.stomp.StompProtocolException;
import io.pypnm.remote.contracts.stomp.StompVersion;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One connection as a stream of frames, with a watch on whether the gateway is alive. Owned by the link thread.
final class Connection {
    /// The network may delay a heart-beat, and one may be lost with a packet.
    private static final int MISSED_BEATS = 2;

    private static final Duration BEAT_SLACK = Duration.ofSeconds(1);

    private final Inbox inbox;
    private final FrameWriter writer;
    private final LinkConfig.Timing timing;
    private final MonotonicClock clock;
    private final StompDecoder decoder = new StompDecoder(StompLimits.AFTER_LOGIN);
    private Duration silenceAllowed = Duration.ofDays(1);
    private Deadline silence;

    Connection(Inbox inbox, FrameWriter writer, LinkConfig.Timing timing, MonotonicClock clock) {
        this.inbox = inbox;
        this.writer = writer;
        this.timing = timing;
        this.clock = clock;
        this.silence = Deadline.in(silenceAllowed, clock);
    }

    /// Sends `connect` and waits for the CONNECTED frame.
    ///
    /// @throws SessionEndedException if the gateway says no, or nothing
    StompHeaders login(StompFrame connect) throws SessionEndedException, InterruptedException {
        writer.send(connect);
        Deadline deadline = Deadline.in(timing.answer(), clock);
        List<StompFrame> frames = List.of();
        while (frames.isEmpty()) {
            if (deadline.hasPassed()) {
                throw new SessionEndedException(Cause.LOST, "no answer to the login within " + timing.answer());
            }
            Optional<Inbox.Event> event = inbox.poll(deadline.left().toNanos());
            frames = event.isPresent() ? frames(event.get()) : frames;
        }
        StompFrame answer = frames.getFirst();
        return switch (answer.command()) {
            case CONNECTED -> begin(answer.headers(), frames.subList(1, frames.size()));
            case ERROR -> throw GatewaySession.dismissal(answer);
            default ->
                throw new SessionEndedException(
                        Cause.DISMISSED,
                        "the gateway answered the login with "
                                + answer.command().text());
        };
    }

    private StompHeaders begin(StompHeaders connected, List<StompFrame> more) throws SessionEndedException {
        if (!more.isEmpty()) {
            throw new SessionEndedException(Cause.DISMISSED, "the gateway speaks before it is spoken to");
        }
        String version = connected.first(StompHeaders.VERSION).orElse("1.0");
        if (!version.equals(StompVersion.V1_2.text())) {
            throw new SessionEndedException(Cause.DISMISSED, "the gateway speaks STOMP " + version + ", not 1.2");
        }
        decoder.version(StompVersion.V1_2);
        HeartBeat agreed = timing.heartBeat().negotiate(offer(connected));
        if (agreed.outgoingMillis() > 0) {
            writer.beatEvery(Duration.ofMillis(agreed.outgoingMillis()));
        }
        if (agreed.incomingMillis() > 0) {
            silenceAllowed = Duration.ofMillis(agreed.incomingMillis())
                    .multipliedBy(MISSED_BEATS)
                    .plus(BEAT_SLACK);
        }
        silence = Deadline.in(silenceAllowed, clock);
        return connected;
    }

    private static HeartBeat offer(StompHeaders connected) throws SessionEndedException {
        try {
            return HeartBeat.parse(connected.first(StompHeaders.HEART_BEAT).orElse("0,0"));
        } catch (StompProtocolException e) {
            throw malformed(e);
        }
    }

    /// Serves until the session has said goodbye.
    ///
    /// @param stopping whether it should
    /// @throws SessionEndedException if the connection ends otherwise
    void serve(GatewaySession session, BooleanSupplier stopping) throws SessionEndedException, InterruptedException {
        while (!session.isDisconnected()) {
            session.sendReady();
            if (stopping.getAsBoolean()) {
                session.disconnectWhenDone();
            }
            Duration overdue = session.untilOverdue();
            Duration wait = silence.left().compareTo(overdue) < 0 ? silence.left() : overdue;
            Optional<Inbox.Event> event = inbox.poll(wait.toNanos());
            if (event.isPresent()) {
                handle(event.get(), session);
            } else if (silence.hasPassed()) {
                throw new SessionEndedException(Cause.LOST, "nothing was heard of the gateway for " + silenceAllowed);
            }
        }
    }

    private void handle(Inbox.Event event, GatewaySession session) throws SessionEndedException {
        if (event instanceof Inbox.Event.Uploaded(Claim claim)) {
            session.uploaded(claim);
            return;
        }
        for (StompFrame frame : frames(event)) {
            session.handle(frame);
        }
    }

    private List<StompFrame> frames(Inbox.Event event) throws SessionEndedException {
        return switch (event) {
            case Inbox.Event.Received(ByteBuffer bytes) -> {
                silence = Deadline.in(silenceAllowed, clock);
                yield decode(bytes);
            }
            case Inbox.Event.Closed(String why) -> throw new SessionEndedException(Cause.LOST, why);
            case Inbox.Event.Uploaded _, Inbox.Event.Wake _ -> List.of();
        };
    }

    private List<StompFrame> decode(ByteBuffer bytes) throws SessionEndedException {
        List<StompFrame> frames = new ArrayList<>();
        try {
            while (bytes.hasRemaining()) {
                Optional<StompEvent> event = decoder.next(bytes);
                if (event.isPresent() && event.get() instanceof StompFrame frame) {
                    frames.add(frame);
                    // Escapes depend on the version, which the first frame tells; nothing follows it before we speak.
                }
            }
            return frames;
        } catch (StompProtocolException e) {
            throw malformed(e);
        }
    }

    private static SessionEndedException malformed(StompProtocolException e) {
        return new SessionEndedException(Cause.DISMISSED, "the gateway sent what is no STOMP: " + e.getMessage());
    }
}
