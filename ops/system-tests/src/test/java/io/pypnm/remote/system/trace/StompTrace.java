package io.pypnm.remote.system.trace;

import io.pypnm.remote.contracts.stomp.StompDecoder;
import io.pypnm.remote.contracts.stomp.StompEvent;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompLimits;
import io.pypnm.remote.contracts.stomp.StompProtocolException;
import io.pypnm.remote.contracts.stomp.StompVersion;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The STOMP frames in one direction of one socket, each with the call that carried its last byte. Reads RFC 6455
/// frames of either side behind the HTTP upgrade.
public final class StompTrace {
    private static final byte[] END_OF_HTTP = {'\r', '\n', '\r', '\n'};
    private static final StompLimits LIMITS = new StompLimits(64, 16 * 1024, 4 * 1024 * 1024);
    private static final int BINARY = 2;

    /// A frame and what carried it.
    ///
    /// @param socket as strace names it
    public record Carried(StompFrame frame, Syscall call, String socket) {}

    private final String socket;
    private final StompDecoder decoder = new StompDecoder(LIMITS);
    private final List<Carried> frames;
    private byte[] rest = new byte[0];
    private boolean upgraded;

    private StompTrace(String socket, List<Carried> frames) {
        this.socket = socket;
        this.frames = frames;
        decoder.version(StompVersion.V1_2);
    }

    /// Frames that the process sent, or received, on sockets that begin with a WebSocket upgrade.
    ///
    /// @param direction [Syscall#isSend] or [Syscall#isReceive]
    public static List<Carried> of(List<Syscall> calls, Predicate<Syscall> direction) {
        List<Carried> frames = new ArrayList<>();
        Map<String, StompTrace> sockets = new HashMap<>();
        Map<String, Boolean> isWebSocket = new HashMap<>();
        for (Syscall call : calls) {
            if (direction.test(call) && isWebSocket.computeIfAbsent(call.target(), _ -> beginsWebSocket(call.data()))) {
                sockets.computeIfAbsent(call.target(), socket -> new StompTrace(socket, frames))
                        .take(call);
            }
        }
        return frames;
    }

    private static boolean beginsWebSocket(byte[] data) {
        return Bytes.indexOf(data, Bytes.ascii("GET /ws/agent"), 0) == 0
                || Bytes.indexOf(data, Bytes.ascii("HTTP/1.1 101"), 0) == 0;
    }

    private void take(Syscall call) {
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(rest);
        joined.writeBytes(call.data());
        ByteBuffer bytes = ByteBuffer.wrap(joined.toByteArray());
        if (!upgraded) {
            int end = Bytes.indexOf(bytes.array(), END_OF_HTTP, 0);
            if (end < 0) {
                rest = joined.toByteArray();
                return;
            }
            bytes.position(end + END_OF_HTTP.length);
            upgraded = true;
        }
        while (true) {
            bytes.mark();
            Optional<byte[]> payload = message(bytes);
            if (payload.isEmpty()) {
                bytes.reset();
                break;
            }
            decode(ByteBuffer.wrap(payload.get()), call);
        }
        rest = new byte[bytes.remaining()];
        bytes.get(rest);
    }

    /// RFC 6455 section 5.2. Control frames are empty here.
    private static Optional<byte[]> message(ByteBuffer bytes) {
        if (bytes.remaining() < 2) {
            return Optional.empty();
        }
        int opcode = bytes.get() & 0x0f;
        int second = bytes.get() & 0xff;
        boolean masked = (second & 0x80) != 0;
        long length = second & 0x7f;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (bytes.remaining() < more + (masked ? 4 : 0)) {
            return Optional.empty();
        }
        if (more == 2) {
            length = bytes.getShort() & 0xffff;
        } else if (more == 8) {
            length = bytes.getLong();
        }
        byte[] mask = new byte[4];
        if (masked) {
            bytes.get(mask);
        }
        if (bytes.remaining() < length) {
            return Optional.empty();
        }
        byte[] payload = new byte[(int) length];
        bytes.get(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return Optional.of(opcode <= BINARY ? payload : new byte[0]);
    }

    private void decode(ByteBuffer payload, Syscall call) {
        try {
            while (payload.hasRemaining()) {
                Optional<StompEvent> event = decoder.next(payload);
                if (event.isPresent() && event.get() instanceof StompFrame frame) {
                    frames.add(new Carried(frame, call, socket));
                }
            }
        } catch (StompProtocolException e) {
            throw new IllegalStateException("no STOMP on " + socket, e);
        }
    }
}
