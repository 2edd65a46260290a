package io.pypnm.remote.gateway.agentlink;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// `/ws/agent`: the WebSocket side of a link (RFC 6455, subprotocols v12.stomp, v11.stomp, v10.stomp). The container
/// makes one for each connection and calls it on one thread at a time. Messages are taken in parts as they come, so the
/// STOMP decoder's limits are the only buffer.
public final class AgentEndpoint extends Endpoint {
    private static final System.Logger log = System.getLogger(AgentEndpoint.class.getName());
    private static final CloseReason TURNED_AWAY =
            new CloseReason(CloseReason.CloseCodes.TRY_AGAIN_LATER, "too many connections that have not logged in");
    private static final CloseReason BROKEN = new CloseReason(CloseReason.CloseCodes.PROTOCOL_ERROR, "not WebSocket");

    private final LinkWatch watch;
    private final Conversation.Opening opening;
    private final LinkConfig config;
    private final ThreadFactory threads;
    private final Container container;
    private final LongSupplier nanos;
    private final AtomicBoolean broken = new AtomicBoolean();
    private volatile boolean textual;
    private @Nullable AgentLink link;

    /// What is to be known of a connection, and jakarta.websocket does not tell.
    public interface Container {
        /// Where it comes from.
        InetAddress source(Session session);

        /// Ends it at once, without a close frame and without waiting for the peer.
        void abort(Session session);
    }

    public AgentEndpoint(
            LinkWatch watch,
            Conversation.Opening opening,
            LinkConfig config,
            ThreadFactory threads,
            Container container,
            LongSupplier nanos) {
        this.watch = watch;
        this.opening = opening;
        this.config = config;
        this.threads = threads;
        this.container = container;
        this.nanos = nanos;
    }

    @Override
    public void onOpen(Session session, EndpointConfig ignored) {
        // Silence is the watch's matter: it knows what was agreed.
        session.setMaxIdleTimeout(0);
        var opened = new AgentLink(container.source(session), new SocketOf(session), opening, config, threads, nanos);
        link = opened;
        if (!watch.admit(opened)) {
            close(session, TURNED_AWAY);
            container.abort(session);
            return;
        }
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) (part, _) -> {
            textual = false;
            receive(opened, part);
        });
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) (part, _) -> {
            textual = true;
            receive(opened, StandardCharsets.UTF_8.encode(part));
        });
        opened.open();
    }

    private static void receive(AgentLink link, ByteBuffer bytes) {
        try {
            link.receive(bytes);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            link.cut("the gateway is stopping");
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        AgentLink closed = link;
        if (closed != null) {
            watch.forget(closed);
            closed.gone();
        }
    }

    @Override
    public void onError(Session session, Throwable cause) {
        log.log(System.Logger.Level.DEBUG, "WebSocket error", cause);
        // Jetty 12.1 reports a close that fails as another error, so to close at each would never end.
        if (broken.compareAndSet(false, true)) {
            close(session, BROKEN);
        }
    }

    private static void close(Session session, CloseReason reason) {
        try {
            session.close(reason);
        } catch (IOException | IllegalStateException e) {
            log.log(System.Logger.Level.DEBUG, "WebSocket already gone", e);
        }
    }

    /// Answers in the kind of message the peer sends: some STOMP clients read only text.
    private final class SocketOf implements Outbound.Socket {
        private final Session session;

        SocketOf(Session session) {
            this.session = session;
        }

        @Override
        public void send(ByteBuffer bytes) throws IOException {
            if (textual) {
                session.getBasicRemote()
                        .sendText(StandardCharsets.UTF_8.decode(bytes).toString());
            } else {
                session.getBasicRemote().sendBinary(bytes);
            }
        }

        @Override
        public void close(CloseReason reason) {
            AgentEndpoint.close(session, reason);
        }

        @Override
        public void abort() {
            container.abort(session);
        }
    }
}
