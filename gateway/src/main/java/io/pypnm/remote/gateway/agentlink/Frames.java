package io.pypnm.remote.gateway.agentlink;

import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompEncoder;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.stomp.StompProtocolException;
import io.pypnm.remote.contracts.stomp.StompVersion;
import io.pypnm.remote.contracts.wire.WireHeaders;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The frames the gateway sends, in the connection's version.
public final class Frames {
    private final StompVersion version;

    public Frames(StompVersion version) {
        this.version = version;
    }

    /// A header that a frame of the peer's must have.
    public static String required(StompFrame frame, String header) throws RefusedFrameException {
        Optional<String> value = frame.headers().first(header);
        if (value.isEmpty()) {
            throw new RefusedFrameException(ErrorCode.MALFORMED, frame.command() + " must have the header " + header);
        }
        return value.get();
    }

    public Outbound.Item receipt(String id) {
        return ready(new StompFrame(StompCommand.RECEIPT, StompHeaders.of(StompHeaders.RECEIPT_ID, id)));
    }

    Outbound.Item error(ErrorCode code, String message) {
        return ready(new StompFrame(
                StompCommand.ERROR, StompHeaders.of(WireHeaders.CODE, code.name(), StompHeaders.MESSAGE, message)));
    }

    public Outbound.Item ready(StompFrame frame) {
        ByteBuffer bytes = encode(frame);
        return () -> Optional.of(bytes);
    }

    /// Encodes a frame whose headers are ours; what a peer sent comes back only in values that version can express.
    public ByteBuffer encode(StompFrame frame) {
        try {
            return StompEncoder.encode(frame, version);
        } catch (StompProtocolException e) {
            throw new IllegalArgumentException("cannot be said in STOMP " + version.text() + ": " + e.getMessage(), e);
        }
    }

    static Outbound.Item heartBeat() {
        return () -> Optional.of(StompEncoder.heartBeat());
    }
}
