package io.pypnm.remote.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A WebSocket client byte by byte (RFC 6455), for what a well-behaved one cannot be made to do. Never answers a close
/// or a ping by itself.
public final class RawWebSocket implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /// A frame of the server's.
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    public record Frame(int opcode, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /// Of a close frame.
        public int closeCode() {
            return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        }
    }

    /// Connects and upgrades.
    ///
    /// @param receiveBytes size of the socket's receive buffer; small, so that a server soon feels that nobody reads
    public static RawWebSocket open(int port, int receiveBytes) throws IOException {
        return open(port, receiveBytes, "v12.stomp");
    }

    /// Connects and upgrades to a subprotocol.
    public static RawWebSocket open(int port, int receiveBytes, String subprotocol) throws IOException {
        return open(port, receiveBytes, subprotocol, "");
    }

    /// Connects and upgrades with further headers.
    ///
    /// @param headers lines, each with its end
    public static RawWebSocket open(int port, int receiveBytes, String subprotocol, String headers) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(receiveBytes);
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        var raw = new RawWebSocket(socket);
        raw.out.write("""
                GET /ws/agent HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Protocol: %s\r
                %s\r
                """.formatted(subprotocol, headers).getBytes(StandardCharsets.US_ASCII));
        String head = raw.head();
        if (!head.startsWith("HTTP/1.1 101 ") || !head.contains("Sec-WebSocket-Protocol: " + subprotocol)) {
            throw new IOException("no upgrade: " + head);
        }
        return raw;
    }

    private String head() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /// Sends one whole message of text.
    public void text(String text) throws IOException {
        send(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends one frame, masked with zeros.
    public void send(int opcode, boolean last, byte[] payload) throws IOException {
        var frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write((last ? 0x80 : 0) | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 0x10000) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.write(new byte[4]);
        frame.write(payload);
        out.write(frame.toByteArray());
        out.flush();
    }

    /// Reads one frame.
    ///
    /// @throws IOException if the connection ends, or nothing comes
    public Frame read() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(opcode, payload);
    }

    /// Reads until the server ends the TCP connection; fails if it does not.
    public void awaitEnd() throws IOException {
        try (InputStream rest = in) {
            rest.transferTo(OutputStream.nullOutputStream());
        } catch (java.net.SocketTimeoutException e) {
            throw new IOException("the server keeps the connection open", e);
        } catch (java.net.SocketException e) {
            // Reset: that is an end too.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
