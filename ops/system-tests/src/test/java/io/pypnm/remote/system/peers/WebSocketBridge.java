package io.pypnm.remote.system.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Lets a STOMP client that knows plain TCP only speak to `/ws/agent`: bytes in, one message each, and back.
final class WebSocketBridge implements AutoCloseable {
    private static final int BUFFER = 8 * 1024;

    private final ServerSocket listener;
    private final HttpClient client;
    private final URI gateway;

    private WebSocketBridge(ServerSocket listener, HttpClient client, URI gateway) {
        this.listener = listener;
        this.client = client;
        this.gateway = gateway;
    }

    static WebSocketBridge open(HttpClient client, URI gateway) throws IOException {
        var bridge = new WebSocketBridge(new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1")), client, gateway);
        Thread.ofVirtual().start(bridge::accept);
        return bridge;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> carry(socket));
            }
        } catch (IOException _) {
            // The bridge is closed.
        }
    }

    private void carry(Socket socket) {
        try (socket) {
            WebSocket gatewaySide = client.newWebSocketBuilder()
                    .subprotocols("v12.stomp", "v11.stomp", "v10.stomp")
                    .buildAsync(gateway, new ToSocket(socket, socket.getOutputStream()))
                    .join();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                gatewaySide.sendBinary(ByteBuffer.wrap(buffer, 0, read), true).join();
            }
            gatewaySide.abort();
        } catch (IOException _) {
            // The client is gone.
        }
    }

    private record ToSocket(Socket socket, OutputStream out) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            return write(from, data);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            return write(from, StandardCharsets.UTF_8.encode(data.toString()));
        }

        private CompletionStage<?> write(WebSocket from, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            try {
                out.write(bytes);
                out.flush();
                from.request(1);
            } catch (IOException _) {
                from.abort();
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeSocket();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closeSocket();
        }

        private void closeSocket() {
            try {
                socket.close();
            } catch (IOException _) {
                // It is closed already.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
