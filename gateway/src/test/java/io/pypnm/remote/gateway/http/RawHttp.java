package io.pypnm.remote.gateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One HTTP exchange byte by byte, for what a well-behaved client cannot be made to send.
final class RawHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");

    private RawHttp() {}

    /// What came back, until the server ended the connection or the answer was whole.
    record Answered(int status, String text) {}

    static Answered send(int port, String request) throws IOException {
        return send(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Sends the bytes and reads the answer to its end; the request should ask for the connection to be closed.
    static Answered send(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            String text = read(socket.getInputStream());
            String[] statusLine = text.split(" ", 3);
            return new Answered(statusLine.length < 2 ? 0 : Integer.parseInt(statusLine[1]), text);
        }
    }

    /// Up to the end of the connection, or of what the head announces.
    private static String read(InputStream in) throws IOException {
        var text = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.write(next);
                String soFar = text.toString(StandardCharsets.ISO_8859_1);
                int head = soFar.indexOf("\r\n\r\n");
                Matcher length = LENGTH.matcher(soFar);
                if (head > 0 && length.find() && soFar.length() >= head + 4 + Integer.parseInt(length.group(1))) {
                    break;
                }
            }
        } catch (SocketException _) {
            // Reset once the answer was sent.
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
