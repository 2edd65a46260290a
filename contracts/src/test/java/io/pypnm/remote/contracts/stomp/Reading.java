package io.pypnm.remote.contracts.stomp;

import io.pypnm.remote.contracts.stomp.StompProtocolException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a decoder made of a stream.
///
/// @param events    all it found, in order
/// @param failure   why it stopped; null if it did not
/// @param heldBytes most memory it held between two calls
record Reading(List<StompEvent> events, @Nullable Reason failure, int heldBytes) {

    /// Reads `stream` at once.
    static Reading of(StompDecoder decoder, byte[] stream) {
        return of(decoder, stream, rest -> rest);
    }

    /// Reads `stream` in pieces.
    ///
    /// @param chunk size of the next piece, given the bytes that are left; at least 1
    static Reading of(StompDecoder decoder, byte[] stream, IntUnaryOperator chunk) {
        List<StompEvent> events = new ArrayList<>();
        int heldBytes = 0;
        try {
            for (int start = 0; start < stream.length; ) {
                int rest = stream.length - start;
                ByteBuffer input = ByteBuffer.wrap(stream, start, Math.min(rest, chunk.applyAsInt(rest)));
                start = input.limit();
                while (input.hasRemaining()) {
                    decoder.next(input).ifPresent(events::add);
                    heldBytes = Math.max(heldBytes, decoder.heldBytes());
                }
            }
        } catch (StompProtocolException e) {
            return new Reading(events, e.reason(), Math.max(heldBytes, decoder.heldBytes()));
        }
        return new Reading(events, null, heldBytes);
    }

    /// Reads text at once, by generous limits.
    static Reading of(StompVersion version, String stream) {
        return of(decoder(version, StompLimits.AFTER_LOGIN), bytes(stream));
    }

    static StompDecoder decoder(StompVersion version, StompLimits limits) {
        StompDecoder decoder = new StompDecoder(limits);
        decoder.version(version);
        return decoder;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /// Whether two readings are the same but for the memory they took.
    boolean finds(Reading other) {
        return events.equals(other.events) && failure == other.failure;
    }
}
