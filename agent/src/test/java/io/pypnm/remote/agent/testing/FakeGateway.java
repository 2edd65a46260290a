package io.pypnm.remote.agent.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A gateway on a real socket that does what a test tells it: WebSocket (RFC 6455) by hand, so that it can also break
/// off in the middle of everything, and HTTP for claims on the same port.
public final class FakeGateway implements AutoCloseable {
    /// An HTTP request.
    @SuppressWarnings("ArrayRecordComponent") // compared and printed nowhere
    public record Request(String method, String path, Map<String, String> headers, byte[] body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// An HTTP answer.
    public record Answer(int status, Map<String, String> headers) {
        public static Answer of(int status) {
            return new Answer(status, Map.of());
        }

        public static Answer at(int status, long offset) {
            return new Answer(status, Map.of("Upload-Offset", Long.toString(offset)));
        }
    }

    private static final String HANDSHAKE_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final String scheme;
    private final BlockingQueue<FakePeer> peers = new LinkedBlockingQueue<>();
    private final Queue<Integer> handshakeAnswers = new ArrayDeque<>();
    private final Map<Socket, Boolean> sockets = new ConcurrentHashMap<>();
    private volatile Function<Request, Answer> http = _ -> Answer.of(404);
    private volatile boolean speaksStomp = true;

    private FakeGateway(ServerSocket server, String scheme) {
        this.server = server;
        this.scheme = scheme;
    }

    public static FakeGateway start() throws IOException {
        return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "ws");
    }

    public static FakeGateway start(ServerSocket server, String scheme) {
        FakeGateway gateway = new FakeGateway(server, scheme);
        Thread.ofVirtual().start(gateway::accept);
        return gateway;
    }

    public URI uri() {
        return URI.create(scheme + "://localhost:" + server.getLocalPort() + "/ws/agent");
    }

    /// Answers the next WebSocket handshake with this status instead of the upgrade.
    public void answerHandshakeWith(int status) {
        synchronized (handshakeAnswers) {
            handshakeAnswers.add(status);
        }
    }

    /// Whether handshakes agree on the subprotocol that was asked for, or on none.
    public void speakStomp(boolean stomp) {
        speaksStomp = stomp;
    }

    /// How requests that are no WebSocket handshake are answered.
    public void http(Function<Request, Answer> answers) {
        http = answers;
    }

    /// How many connections are open, of whatever kind.
    public int connections() {
        return sockets.size();
    }

    /// The next connection, its WebSocket handshake done.
    public FakePeer nextPeer() throws InterruptedException {
        FakePeer peer = peers.poll(30, TimeUnit.SECONDS);
        if (peer == null) {
            throw new AssertionError("no connection within 30 s");
        }
        return peer;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets.keySet()) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.put(socket, true);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            Request request = request(in);
            while (!request.header("upgrade").equalsIgnoreCase("websocket")) {
                write(out, http.apply(request), !request.method().equals("HEAD"));
                request = request(in);
            }
            Integer refusal;
            synchronized (handshakeAnswers) {
                refusal = handshakeAnswers.poll();
            }
            if (refusal != null) {
                write(out, Answer.of(refusal), true);
                return;
            }
            upgrade(request, speaksStomp, out);
            FakePeer peer = new FakePeer(socket, in, request);
            peers.add(peer);
            peer.read();
        } catch (IOException e) {
            // The agent closed it, or the test did.
        } finally {
            sockets.remove(socket);
        }
    }

    private static Request request(InputStream in) throws IOException {
        String[] first = line(in).split(" ", 3);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        return new Request(first[0], first[1], headers, in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }

    /// With a body where it is a problem, unless the request cannot have one.
    private static void write(OutputStream out, Answer answer, boolean mayHaveBody) throws IOException {
        String body = mayHaveBody && answer.status() >= 400 ? "{}" : "";
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Told\r\n");
        new LinkedHashMap<>(answer.headers()).forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (answer.status() != 204) {
            head.append("Content-Length: " + body.length() + "\r\n");
        }
        out.write(head.append("\r\n" + body).toString().getBytes(ISO_8859_1));
        out.flush();
    }

    private static void upgrade(Request request, boolean stomp, OutputStream out) throws IOException {
        String accept;
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((request.header("Sec-WebSocket-Key") + HANDSHAKE_GUID).getBytes(ISO_8859_1));
            accept = Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        String protocol = "Sec-WebSocket-Protocol: " + request.header("Sec-WebSocket-Protocol") + "\r\n";
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept + "\r\n" + (stomp ? protocol : "") + "\r\n";
        out.write(answer.getBytes(ISO_8859_1));
        out.flush();
    }
}
