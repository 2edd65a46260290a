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
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// `/ws/agent`: the WebSocket side of a link (RFC 6455, subprotocols v12.stomp, v11.stomp, v10.stomp). The container
/// makes one for each connection and calls it on one thread at a time. Messages are taken in parts as they come, so the
/// STOMP decoder's limits are the only buffer.
public final class AgentEndpoint extends Endpoint {
    private static final System.Logger log = System.getLogger(AgentEndpoint.class.getName());
    /// RFC 6455 section 5.5.1: a close frame's reason has at most 123 bytes.
    private static final int MAX_REASON = 120;

    private final LinkWatch watch;
    private final Logins logins;
    private final LinkConfig config;
    private final LinkServices services;
    private final Function<Session, InetAddress> source;
    private final LongSupplier nanos;
    private volatile boolean textual;
    private @Nullable AgentLink link;

    /// Wires it.
    ///
    /// @param source where a connection comes from
    public AgentEndpoint(
            LinkWatch watch,
            Logins logins,
            LinkConfig config,
            LinkServices services,
            Function<Session, InetAddress> source,
            LongSupplier nanos) {
        this.watch = watch;
        this.logins = logins;
        this.config = config;
        this.services = services;
        this.source = source;
        this.nanos = nanos;
    }

    @Override
    public void onOpen(Session session, EndpointConfig ignored) {
        // Silence is the watch's matter: it knows what was agreed.
        session.setMaxIdleTimeout(0);
        var opened =
                new AgentLink(source.apply(session), new SocketOf(session), logins, config, services.threads(), nanos);
        link = opened;
        if (!watch.admit(opened)) {
            close(session, CloseReason.CloseCodes.TRY_AGAIN_LATER, "too many connections that have not logged in");
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
        close(session, CloseReason.CloseCodes.PROTOCOL_ERROR, "error");
    }

    private static void close(Session session, CloseReason.CloseCode code, String reason) {
        try {
            String fitting = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
            session.close(new CloseReason(code, fitting));
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
        public void close(String reason) {
            AgentEndpoint.close(session, CloseReason.CloseCodes.VIOLATED_POLICY, reason);
        }
    }
}
