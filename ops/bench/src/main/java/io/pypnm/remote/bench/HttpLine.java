package io.pypnm.remote.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One HTTP/1.1 connection with the least possible cost, so that the load takes little of the two cores it shares with
/// what is measured. Reads answers with a Content-Length only.
final class HttpLine implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final String key;

    HttpLine(int port, String key) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.socket.setTcpNoDelay(true);
        this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.key = key;
    }

    private record Answer(int status, String body) {}

    /// Sends a command and waits until it has completed.
    ///
    /// @throws IOException if it ends in any other way, or not within a minute
    void complete(String agent, String command) throws IOException {
        byte[] content = command.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST /api/agents/" + agent + "/commands HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + key
                        + "\r\nPrefer: wait=60\r\nContent-Length: " + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        socket.getOutputStream().write(request);
        Answer answer = read();
        if (answer.status() != 200 || !answer.body().contains("\"outcome\":\"completed\"")) {
            throw new IOException("a command was answered with " + answer);
        }
    }

    /// Reads a resource.
    String get(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + key + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Answer answer = read();
        if (answer.status() != 200) {
            throw new IOException(path + " was answered with " + answer);
        }
        return answer.body();
    }

    private Answer read() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the gateway closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
