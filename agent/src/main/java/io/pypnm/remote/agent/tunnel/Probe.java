package io.pypnm.remote.agent.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Asks whether an HTTP server answers behind a port of this host. What it answers does not matter: a gateway that is
/// not well is reached all the same.
final class Probe {
    private static final int LIMIT_MILLIS = 10_000;
    private static final byte[] REQUEST =
            "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String ANSWER = "HTTP/1.";

    private Probe() {}

    /// Why there is no answer, if there is none.
    static Optional<String> problem(int port) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            socket.getOutputStream().write(REQUEST);
            byte[] begin = socket.getInputStream().readNBytes(ANSWER.length());
            String text = new String(begin, StandardCharsets.US_ASCII);
            return text.equals(ANSWER)
                    ? Optional.empty()
                    : Optional.of(text.isEmpty() ? "nobody listens behind it" : "no HTTP server is behind it");
        } catch (IOException e) {
            return Optional.of("no answer through it: " + e.getMessage());
        }
    }
}
