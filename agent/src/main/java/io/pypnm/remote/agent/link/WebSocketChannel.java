package io.pypnm.remote.agent.link;

import io.pypnm.remote.agent.link.SessionEndedException.Cause;
import io.pypnm.remote.contracts.stomp.StompVersion;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;
import org.glassfish.tyrus.client.exception.DeploymentHandshakeException;
import org.glassfish.tyrus.container.jdk.client.JdkClientContainer;

/// One WebSocket to the gateway that carries STOMP. What comes goes into the inbox; sending blocks until the bytes have
/// left, or the peer has not taken them in time. Safe for use by many threads.
final class WebSocketChannel implements AutoCloseable {
    private static final String SUBPROTOCOL = StompVersion.V1_2.subprotocol();
    /// A frame of 1 MiB, and a peer that puts several into one message.
    private static final int MAX_MESSAGE_BYTES = 2 << 20;

    /// Longer than a write takes.
    private static final long FIRST_NUDGE_MILLIS = 20;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ClientManager client;
    private final Session session;
    private final Duration patience;

    private WebSocketChannel(ClientManager client, Session session, Duration patience) {
        this.client = client;
        this.session = session;
        this.patience = patience;
    }

    /// Opens it. Blocks until the handshake is done.
    static WebSocketChannel connect(LinkConfig config, SSLContext tls, Inbox inbox) throws SessionEndedException {
        ClientManager client = ClientManager.createClient(JdkClientContainer.class.getName());
        client.setDefaultMaxBinaryMessageBufferSize(MAX_MESSAGE_BYTES);
        client.setDefaultMaxTextMessageBufferSize(MAX_MESSAGE_BYTES);
        var properties = client.getProperties();
        Duration patience = config.timing().answer();
        properties.put(ClientProperties.HANDSHAKE_TIMEOUT, Math.toIntExact(patience.toMillis()));
        properties.put(ClientProperties.SSL_ENGINE_CONFIGURATOR, new SslEngineConfigurator(tls, true, false, false));
        ClientEndpointConfig endpoint = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of(SUBPROTOCOL))
                .build();
        try {
            Session session = client.connectToServer(new Receiver(inbox), endpoint, config.gateway());
            var channel = new WebSocketChannel(client, session, patience);
            if (!session.getNegotiatedSubprotocol().equals(SUBPROTOCOL)) {
                channel.close();
                throw new SessionEndedException(
                        Cause.DISMISSED, "the gateway does not speak " + SUBPROTOCOL + " there");
            }
            return channel;
        } catch (DeploymentHandshakeException e) {
            client.shutdown();
            int status = e.getHttpStatusCode();
            Cause cause = status == UNAUTHORIZED || status == FORBIDDEN ? Cause.REFUSED : Cause.LOST;
            throw new SessionEndedException(cause, "the gateway answered HTTP " + status);
        } catch (DeploymentException | IOException e) {
            client.shutdown();
            throw new SessionEndedException(Cause.LOST, problem(config, tls).orElseGet(() -> reason(e)));
        }
    }

    /// Returns when the bytes have left.
    void send(ByteBuffer bytes) throws IOException, InterruptedException {
        try {
            Future<?> sent = session.getAsyncRemote().sendBinary(bytes);
            awaitSent(sent, () -> session.getAsyncRemote().sendPong(ByteBuffer.allocate(0)), patience);
        } catch (ExecutionException | IllegalStateException e) {
            throw new IOException("the connection is gone", e);
        }
    }

    /// A nudge now and then makes up for a fault of Tyrus 2.2.2, which can leave a write lying: its
    /// `TaskQueueFilter.processTask` looks into its queue a last time and unlocks it only then, so a write that is put
    /// there in between waits for the next one. (Seen once in 200,000 writes that follow each other closely.) A pong
    /// that nobody asked for and everybody ignores (RFC 6455 section 5.5.3) is that next one. To see the fault gone: a
    /// version that looks again after it has unlocked.
    ///
    /// @param nudge called again and again, ever more rarely, until `sent` is done
    static void awaitSent(Future<?> sent, Nudge nudge, Duration patience)
            throws IOException, InterruptedException, ExecutionException {
        long leftMillis = patience.toMillis();
        for (long waitMillis = FIRST_NUDGE_MILLIS; leftMillis > 0; waitMillis *= 2) {
            try {
                sent.get(Math.min(waitMillis, leftMillis), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                leftMillis -= waitMillis;
                nudge.give();
            }
        }
        throw new IOException("the gateway does not take what is sent to it");
    }

    /// Has Tyrus look into its queue.
    interface Nudge {
        void give() throws IOException;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (IOException | IllegalStateException e) {
            // It is closed already, or was cut; either is what was asked for.
        }
        client.shutdown();
    }

    private static Optional<String> problem(LinkConfig config, SSLContext tls) {
        return config.gateway().getScheme().equals("wss")
                ? Tls.handshakeProblem(config.gateway(), tls, config.timing().answer())
                : Optional.empty();
    }

    /// The innermost message: Tyrus wraps what the network said in two exceptions that say nothing.
    private static String reason(Exception e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getClass().getSimpleName() + ": " + innermost.getMessage();
    }

    /// Called by Tyrus, on its own threads.
    private static final class Receiver extends Endpoint {
        private final Inbox inbox;

        private Receiver(Inbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // Silence is the connection's matter. At 0, which ought to mean never, Tyrus 2.2.2 hands a timer that does
            // nothing to a pool of threads at every message (`TyrusSession.restartIdleTimeoutExecutor`).
            session.setMaxIdleTimeout(-1);
            session.addMessageHandler(ByteBuffer.class, bytes -> put(new Inbox.Event.Received(copy(bytes))));
            session.addMessageHandler(
                    String.class,
                    text -> put(new Inbox.Event.Received(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))));
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            String said = reason.getReasonPhrase();
            put(new Inbox.Event.Closed(
                    reason.getCloseCode() == CloseReason.CloseCodes.CLOSED_ABNORMALLY
                            ? "the connection broke"
                            : "the gateway closed the connection: " + reason.getCloseCode() + " " + said));
        }

        @Override
        public void onError(Session session, Throwable error) {
            put(new Inbox.Event.Closed("failed: " + error));
        }

        private void put(Inbox.Event event) {
            try {
                inbox.put(event);
            } catch (InterruptedException e) {
                // The client is being shut down, and nobody looks into this inbox any more.
                Thread.currentThread().interrupt();
            }
        }

        /// The buffer is Tyrus's own again when the handler returns.
        private static ByteBuffer copy(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return ByteBuffer.wrap(copy);
        }
    }
}
