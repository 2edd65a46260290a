package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompDecoder;
import io.pypnm.remote.contracts.stomp.StompEvent;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompLimits;
import io.pypnm.remote.contracts.stomp.StompProtocolException;
import io.pypnm.remote.contracts.stomp.StompVersion;
import jakarta.websocket.CloseReason;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/// One connection from its upgrade to its end. [#receive] is called by the container's one reading thread, [#tick] by
/// the watch; everything else may be called by any thread.
public final class AgentLink {
    private static final System.Logger log = System.getLogger(AgentLink.class.getName());

    /// How far a connection has come.
    private sealed interface Phase {
        record Stranger() implements Phase {}

        record LoggedIn(Conversation conversation) implements Phase {}

        /// Nothing more is done for the peer; it may still read what was said last.
        record Ended(long sinceNanos) implements Phase {}
    }

    private final InetAddress source;
    private final Conversation.Opening opening;
    private final LinkConfig config;
    private final ThreadFactory threads;
    private final LongSupplier nanos;
    private final Outbound outbound;
    private final Thread writer;
    private final long openedAt;
    /// Owned by the reading thread.
    private final StompDecoder decoder = new StompDecoder(StompLimits.BEFORE_LOGIN);

    private volatile long lastHeard;
    /// While the reading thread is at work on what it heard, the peer cannot be blamed for silence.
    private volatile boolean reading;

    private volatile Phase phase = new Phase.Stranger();

    AgentLink(
            InetAddress source,
            Outbound.Socket socket,
            Conversation.Opening opening,
            LinkConfig config,
            ThreadFactory threads,
            LongSupplier nanos) {
        this.source = source;
        this.opening = opening;
        this.config = config;
        this.threads = threads;
        this.nanos = nanos;
        this.openedAt = nanos.getAsLong();
        this.lastHeard = openedAt;
        this.outbound = new Outbound(socket, config.writeWithin(), nanos);
        this.writer = threads.newThread(outbound);
    }

    void open() {
        writer.start();
    }

    /// Where it comes from.
    public InetAddress source() {
        return source;
    }

    boolean isStranger() {
        return phase instanceof Phase.Stranger;
    }

    /// Takes bytes off the socket. Blocks while the session cannot take more, so a fast peer is slowed by TCP.
    void receive(ByteBuffer bytes) throws InterruptedException {
        reading = true;
        try {
            while (bytes.hasRemaining() && !(phase instanceof Phase.Ended)) {
                Optional<StompEvent> event = decoder.next(bytes);
                if (event.isPresent() && event.get() instanceof StompFrame frame) {
                    handle(frame);
                }
            }
        } catch (StompProtocolException e) {
            refuse(isTooLarge(e) ? ErrorCode.TOO_LARGE : ErrorCode.MALFORMED, String.valueOf(e.getMessage()));
        } catch (RefusedFrameException e) {
            refuse(e.code(), e.reason(), e.logged());
        } catch (RuntimeException e) {
            // A bug of ours: the stack is for our log, not for the peer.
            log.log(System.Logger.Level.ERROR, "a frame from " + source + " hit a bug", e);
            refuse(ErrorCode.INTERNAL, "see the gateway's log");
        } finally {
            lastHeard = nanos.getAsLong();
            reading = false;
        }
    }

    private void handle(StompFrame frame) throws RefusedFrameException, InterruptedException {
        switch (phase) {
            case Phase.Stranger() -> login(frame);
            case Phase.LoggedIn(Conversation conversation) -> conversation.handle(frame);
            case Phase.Ended _ -> {}
        }
    }

    private void login(StompFrame frame) throws RefusedFrameException, InterruptedException {
        if (frame.command() != StompCommand.CONNECT && frame.command() != StompCommand.STOMP) {
            throw new RefusedFrameException(ErrorCode.MALFORMED, "the first frame must be CONNECT");
        }
        Conversation conversation = opening.open(frame, this);
        decoder.version(conversation.version());
        decoder.limits(StompLimits.AFTER_LOGIN);
        if (!enter(conversation)) {
            conversation.close();
        }
    }

    /// Unless the connection has ended while it logged in.
    private synchronized boolean enter(Conversation conversation) {
        if (phase instanceof Phase.Ended) {
            return false;
        }
        phase = new Phase.LoggedIn(conversation);
        return true;
    }

    /// Looks for what only time shows: no login, silence, a peer that does not read; and keeps the peer from thinking
    /// so of us.
    void tick() {
        long now = nanos.getAsLong();
        switch (phase) {
            case Phase.Stranger() -> {
                if (now - openedAt > config.connectWithin().toNanos()) {
                    refuseAside("no CONNECT within " + config.connectWithin().toMillis() + " ms");
                }
            }
            case Phase.LoggedIn(Conversation conversation) -> {
                if (outbound.isStuck()) {
                    aside(() -> cut("the peer does not read"));
                } else if (!reading && now - lastHeard > conversation.silence().toNanos()) {
                    refuseAside("nothing heard for " + (now - lastHeard) / 1_000_000 + " ms");
                } else if (isTimeToBeat(conversation.pace())) {
                    outbound.offer(Frames.heartBeat());
                }
            }
            case Phase.Ended(long since) -> {
                if (now - since > config.writeWithin().toNanos()) {
                    // It had its time to read the last frame and to close.
                    outbound.abort();
                }
            }
        }
    }

    /// A quarter earlier than agreed, since the watch does not look all the time.
    private boolean isTimeToBeat(Duration pace) {
        return !pace.isZero() && outbound.quietNanos() > pace.toNanos() * 3 / 4;
    }

    private void refuseAside(String reason) {
        aside(() -> refuse(ErrorCode.TOO_SLOW, reason));
    }

    /// To end a session takes the broker's time; the watch has other links to look at.
    private void aside(Runnable ending) {
        threads.newThread(ending).start();
    }

    /// Ends the connection with an ERROR frame, as every ERROR ends one.
    public void refuse(ErrorCode code, String reason) {
        refuse(code, reason, reason);
    }

    private void refuse(ErrorCode code, String reason, String logged) {
        Phase before = end();
        if (before instanceof Phase.Ended) {
            return;
        }
        var level = code == ErrorCode.GOING_AWAY ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        log.log(level, "link of " + name(before) + " ended: " + code + ": " + logged);
        var frames = new Frames(
                before instanceof Phase.LoggedIn in ? in.conversation().version() : StompVersion.V1_0);
        var closing = code == ErrorCode.GOING_AWAY
                ? CloseReason.CloseCodes.GOING_AWAY
                : CloseReason.CloseCodes.VIOLATED_POLICY;
        outbound.endWith(frames.error(code, reason), new CloseReason(closing, code.name()));
    }

    /// Puts something in line for the peer, waiting for room; cuts the connection if none comes.
    public void put(Outbound.Item item) throws InterruptedException {
        if (!outbound.put(item)) {
            cut("the peer does not read");
        }
    }

    /// Ends the connection as the peer asked.
    public void end(Outbound.Item last) {
        if (!(end() instanceof Phase.Ended)) {
            outbound.endWith(last, new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, ""));
        }
    }

    /// Ends the connection without a word, since the peer does not listen.
    void cut(String reason) {
        Phase before = end();
        if (!(before instanceof Phase.Ended)) {
            log.log(System.Logger.Level.WARNING, "link of " + name(before) + " cut: " + reason);
        }
        outbound.abort();
        writer.interrupt();
    }

    /// After the socket has gone.
    void gone() {
        end();
        writer.interrupt();
    }

    private String name(Phase before) {
        return before instanceof Phase.LoggedIn(Conversation conversation)
                ? conversation.peer() + " at " + source.getHostAddress()
                : "a stranger at " + source.getHostAddress();
    }

    private Phase end() {
        Phase before = exchange();
        if (before instanceof Phase.LoggedIn(Conversation conversation)) {
            conversation.close();
        }
        return before;
    }

    private synchronized Phase exchange() {
        Phase before = phase;
        if (!(before instanceof Phase.Ended)) {
            phase = new Phase.Ended(nanos.getAsLong());
        }
        return before;
    }

    private static boolean isTooLarge(StompProtocolException e) {
        return switch (e.reason()) {
            case TOO_MANY_HEADERS, LINE_TOO_LONG, FRAME_TOO_LARGE -> true;
            case BAD_ESCAPE, BAD_HEADER, UNKNOWN_COMMAND, BAD_CONTENT_LENGTH -> false;
            case MISSING_NUL, UNEXPECTED_BODY, BAD_UTF8, BAD_HEART_BEAT -> false;
        };
    }
}
