package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompDecoder;
import io.pypnm.remote.contracts.stomp.StompEvent;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompLimits;
import io.pypnm.remote.contracts.stomp.StompProtocolException;
import io.pypnm.remote.contracts.stomp.StompVersion;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/// One connection from its upgrade to its end. [#receive] is called by the container's one reading thread, [#tick] by
/// the watch; everything else may be called by any thread.
final class AgentLink {
    private static final System.Logger log = System.getLogger(AgentLink.class.getName());

    /// How far a connection has come.
    private sealed interface Phase {
        record Stranger() implements Phase {}

        record LoggedIn(StompSession session) implements Phase {}

        record Ended() implements Phase {}
    }

    private final InetAddress source;
    private final Logins logins;
    private final LinkConfig config;
    private final LongSupplier nanos;
    private final Outbound outbound;
    private final Thread writer;
    private final long openedAt;
    /// Owned by the reading thread.
    private final StompDecoder decoder = new StompDecoder(StompLimits.BEFORE_LOGIN);

    private volatile long lastHeard;
    private volatile Phase phase = new Phase.Stranger();

    AgentLink(
            InetAddress source,
            Outbound.Socket socket,
            Logins logins,
            LinkConfig config,
            ThreadFactory threads,
            LongSupplier nanos) {
        this.source = source;
        this.logins = logins;
        this.config = config;
        this.nanos = nanos;
        this.openedAt = nanos.getAsLong();
        this.lastHeard = openedAt;
        this.outbound = new Outbound(socket, config.writeWithin(), nanos);
        this.writer = threads.newThread(outbound);
    }

    void open() {
        writer.start();
    }

    InetAddress source() {
        return source;
    }

    boolean isStranger() {
        return phase instanceof Phase.Stranger;
    }

    /// Takes bytes off the socket. Blocks while the session cannot take more, so a fast peer is slowed by TCP.
    void receive(ByteBuffer bytes) throws InterruptedException {
        lastHeard = nanos.getAsLong();
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
            refuse(e.code(), e.reason());
        }
    }

    private void handle(StompFrame frame) throws RefusedFrameException, InterruptedException {
        switch (phase) {
            case Phase.Stranger() -> login(frame);
            case Phase.LoggedIn(StompSession session) -> session.handle(frame);
            case Phase.Ended() -> {}
        }
    }

    private void login(StompFrame frame) throws RefusedFrameException, InterruptedException {
        if (frame.command() != StompCommand.CONNECT && frame.command() != StompCommand.STOMP) {
            throw new RefusedFrameException(ErrorCode.MALFORMED, "the first frame must be CONNECT");
        }
        StompSession session = logins.login(frame, this, outbound);
        decoder.version(session.version());
        decoder.limits(StompLimits.AFTER_LOGIN);
        if (!enter(session)) {
            session.close();
        }
    }

    /// Unless the connection has ended while it logged in.
    private synchronized boolean enter(StompSession session) {
        if (phase instanceof Phase.Ended) {
            return false;
        }
        phase = new Phase.LoggedIn(session);
        return true;
    }

    /// Looks for what only time shows: no login, silence, a peer that does not read; and keeps the peer from thinking
    /// so of us.
    void tick() {
        long now = nanos.getAsLong();
        switch (phase) {
            case Phase.Stranger() -> {
                if (now - openedAt > config.connectWithin().toNanos()) {
                    refuse(
                            ErrorCode.TOO_SLOW,
                            "no CONNECT within " + config.connectWithin().toSeconds() + " s");
                }
            }
            case Phase.LoggedIn(StompSession session) -> {
                if (outbound.isStuck()) {
                    cut("the peer does not read");
                } else if (now - lastHeard > session.silenceNanos()) {
                    refuse(ErrorCode.TOO_SLOW, "nothing heard for " + (now - lastHeard) / 1_000_000 + " ms");
                } else if (session.beatNanos() > 0 && outbound.quietNanos() > session.beatNanos()) {
                    outbound.offer(Frames.heartBeat());
                }
            }
            case Phase.Ended() -> {
                if (outbound.isStuck()) {
                    outbound.abort("the peer does not read");
                }
            }
        }
    }

    /// Ends the connection with an ERROR frame, as every ERROR ends one.
    void refuse(ErrorCode code, String reason) {
        Phase before = end();
        if (before instanceof Phase.Ended) {
            return;
        }
        log.log(System.Logger.Level.WARNING, "link from " + source + " ended: " + code + ": " + reason);
        var frames =
                new Frames(before instanceof Phase.LoggedIn in ? in.session().version() : StompVersion.V1_0);
        outbound.endWith(frames.error(code, reason), code.name());
    }

    /// Ends the connection as the agent asked.
    void end(Outbound.Item last) {
        if (!(end() instanceof Phase.Ended)) {
            outbound.endWith(last, "DISCONNECT");
        }
    }

    /// Ends the connection without a word, since the peer does not listen.
    void cut(String reason) {
        if (!(end() instanceof Phase.Ended)) {
            log.log(System.Logger.Level.WARNING, "link from " + source + " cut: " + reason);
        }
        outbound.abort(reason);
        writer.interrupt();
    }

    /// After the socket has gone.
    void gone() {
        end();
        writer.interrupt();
    }

    private Phase end() {
        Phase before = exchange();
        if (before instanceof Phase.LoggedIn(StompSession session)) {
            session.close();
        }
        return before;
    }

    private synchronized Phase exchange() {
        Phase before = phase;
        phase = new Phase.Ended();
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
