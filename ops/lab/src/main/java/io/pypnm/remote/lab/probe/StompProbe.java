package io.pypnm.remote.lab.probe;

import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompDecoder;
import io.pypnm.remote.contracts.stomp.StompEncoder;
import io.pypnm.remote.contracts.stomp.StompEvent;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.stomp.StompLimits;
import io.pypnm.remote.contracts.stomp.StompProtocolException;
import io.pypnm.remote.contracts.stomp.StompVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One STOMP 1.2 connection over WebSocket. Frames that arrive wait until they are asked for; heart-beats are counted
/// only. Sending is for one thread at a time.
public final class StompProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final StompLimits LIMITS = new StompLimits(64, 16 * 1024, 4 * 1024 * 1024);

    private final BlockingQueue<StompFrame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final Listener listener = new Listener();
    private final WebSocket socket;

    private StompProbe(HttpClient client, URI uri, String subprotocol) throws IOException, InterruptedException {
        try {
            this.socket = client.newWebSocketBuilder()
                    .subprotocols(subprotocol)
                    .connectTimeout(PATIENCE)
                    .buildAsync(uri, listener)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no WebSocket at " + uri + ": " + e.getMessage(), e);
        }
    }

    /// Upgrades to WebSocket; says nothing yet.
    ///
    /// @param client may be shared by thousands of probes
    public static StompProbe open(HttpClient client, URI uri) throws IOException, InterruptedException {
        return new StompProbe(client, uri, "v12.stomp");
    }

    /// Sends CONNECT and waits for the answer.
    ///
    /// @param more further headers, name after name with its value
    /// @return CONNECTED or ERROR
    public StompFrame connect(String login, String passcode, String... more) throws IOException, InterruptedException {
        StompHeaders.Builder headers = StompHeaders.builder()
                .add(StompHeaders.ACCEPT_VERSION, "1.2")
                .add(StompHeaders.HOST, "probe")
                .add(StompHeaders.LOGIN, login)
                .add(StompHeaders.PASSCODE, passcode);
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        send(new StompFrame(StompCommand.CONNECT, headers.build()));
        return next();
    }

    /// Sends a frame.
    public void send(StompFrame frame) throws IOException {
        try {
            send(StompEncoder.encode(frame, StompVersion.V1_2));
        } catch (StompProtocolException e) {
            throw new IllegalArgumentException("the probe was told to say what STOMP cannot say", e);
        }
    }

    /// Sends bytes as they are, in one binary message.
    public void send(ByteBuffer bytes) throws IOException {
        try {
            socket.sendBinary(bytes, true)
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IOException("the probe's connection is gone", e);
        }
    }

    /// Sends text as it is, in one text message.
    public void sendText(String text) throws IOException {
        try {
            socket.sendText(text, true)
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IOException("the probe's connection is gone", e);
        }
    }

    /// The next frame, waiting for it.
    ///
    /// @throws IOException if none comes within 30 s
    public StompFrame next() throws IOException, InterruptedException {
        return next(PATIENCE)
                .orElseThrow(() -> new IOException("no frame came, the connection is "
                        + (closed.isDone() ? "closed with " + closed.join() : "open")));
    }

    /// The next frame, if one comes in time.
    public Optional<StompFrame> next(Duration wait) throws InterruptedException {
        return Optional.ofNullable(frames.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    /// Waits for the connection's end.
    ///
    /// @return the close code; 1006 if there was none
    public int closeCode() throws IOException, InterruptedException {
        try {
            return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the connection did not end", e);
        }
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    /// From now on nothing more is read from the socket, as by a program that hangs.
    public void stopReading() {
        listener.reading = false;
    }

    /// Ends the TCP connection without a word.
    @Override
    public void close() {
        socket.abort();
        closed.complete(1006);
    }

    private final class Listener implements WebSocket.Listener {
        private final StompDecoder decoder = new StompDecoder(LIMITS);
        private volatile boolean reading = true;

        Listener() {
            decoder.version(StompVersion.V1_2);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            return take(from, data);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            return take(from, StandardCharsets.UTF_8.encode(data.toString()));
        }

        private CompletionStage<?> take(WebSocket from, ByteBuffer data) {
            try {
                while (data.hasRemaining()) {
                    Optional<StompEvent> event = decoder.next(data);
                    if (event.isPresent() && event.get() instanceof StompFrame frame) {
                        frames.add(frame);
                    }
                }
            } catch (StompProtocolException e) {
                from.abort();
                closed.completeExceptionally(e);
            }
            if (reading) {
                from.request(1);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(1006);
        }
    }
}
