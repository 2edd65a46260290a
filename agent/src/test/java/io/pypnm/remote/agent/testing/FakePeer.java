package io.pypnm.remote.agent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompDecoder;
import io.pypnm.remote.contracts.stomp.StompEncoder;
import io.pypnm.remote.contracts.stomp.StompEvent;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.stomp.StompLimits;
import io.pypnm.remote.contracts.stomp.StompProtocolException;
import io.pypnm.remote.contracts.stomp.StompVersion;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The gateway's end of one connection, in the hands of a test.
public final class FakePeer {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final FakeGateway.Request handshake;
    private final StompDecoder decoder = new StompDecoder(StompLimits.AFTER_LOGIN);
    private final BlockingQueue<StompFrame> frames = new LinkedBlockingQueue<>();
    private final AtomicInteger beats = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch reading = new CountDownLatch(1);
    private volatile boolean paused;

    FakePeer(Socket socket, InputStream in, FakeGateway.Request handshake) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
        this.handshake = handshake;
    }

    public FakeGateway.Request handshake() {
        return handshake;
    }

    /// The next frame from the agent; it must be of that command.
    public StompFrame next(StompCommand command) throws InterruptedException {
        StompFrame frame = frames.poll(30, TimeUnit.SECONDS);
        if (frame == null || frame.command() != command) {
            throw new AssertionError("expected " + command + " within 30 s, got " + frame);
        }
        return frame;
    }

    public int framesWaiting() {
        return frames.size();
    }

    public int beats() {
        return beats.get();
    }

    public void send(StompFrame frame) throws IOException {
        sendBinary(bytes(frame));
    }

    public static byte[] bytes(StompFrame frame) {
        try {
            ByteBuffer encoded = StompEncoder.encode(frame, StompVersion.V1_2);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (StompProtocolException e) {
            throw new AssertionError(e);
        }
    }

    public void sendBinary(byte[] payload) throws IOException {
        sendMessage(BINARY, payload);
    }

    public void sendText(String payload) throws IOException {
        sendMessage(TEXT, payload.getBytes(UTF_8));
    }

    /// Answers what the frame asks a receipt for.
    public void receipt(StompFrame frame) throws IOException {
        String id = frame.headers().first(StompHeaders.RECEIPT).orElseThrow();
        send(new StompFrame(StompCommand.RECEIPT, StompHeaders.of(StompHeaders.RECEIPT_ID, id)));
    }

    /// Stops reading, without closing.
    public void stopReading() {
        paused = true;
    }

    /// Breaks the connection without a word.
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Ends the connection as WebSocket does.
    public void closeProperly() throws IOException {
        sendMessage(CLOSE, new byte[] {3, (byte) 0xe8});
    }

    /// Whether the agent has ended the connection within the time.
    public boolean awaitEnd(long seconds) throws InterruptedException {
        return ended.await(seconds, TimeUnit.SECONDS);
    }

    private synchronized void sendMessage(int opcode, byte[] payload) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(10 + payload.length).put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            message.put((byte) payload.length);
        } else {
            message.put((byte) 127).putLong(payload.length);
        }
        out.write(message.put(payload).array(), 0, message.position());
        out.flush();
    }

    /// Reads until the connection ends. Called by the gateway's thread for this connection.
    void read() {
        try {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] payload = payload();
                if (paused) {
                    reading.await();
                }
                switch (first & 0x0f) {
                    case CLOSE -> throw new IOException("closed by the agent");
                    case PING -> sendMessage(10, payload);
                    default -> decode(ByteBuffer.wrap(payload));
                }
            }
        } catch (IOException | InterruptedException | StompProtocolException e) {
            ended.countDown();
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        if ((second & 0x80) == 0) {
            throw new AssertionError("a client must mask its frames (RFC 6455 section 5.1)");
        }
        long length = second & 0x7f;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private void decode(ByteBuffer bytes) throws StompProtocolException {
        while (bytes.hasRemaining()) {
            Optional<StompEvent> event = decoder.next(bytes);
            if (event.isPresent()) {
                switch (event.get()) {
                    case StompEvent.Beat _ -> beats.incrementAndGet();
                    case StompFrame frame -> {
                        frames.add(frame);
                        if (frame.command() == StompCommand.CONNECT) {
                            decoder.version(StompVersion.V1_2);
                        }
                    }
                }
            }
        }
    }
}
