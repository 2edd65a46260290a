package io.pypnm.remote.contracts.stomp;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The headers of a frame, in order. A name may be repeated; its first value is the one that counts.
///
/// Immutable. Names are case-sensitive and never empty. `content-length` is not among them: it is framing, which the
/// encoder writes and the decoder consumes.
public final class StompHeaders {
    // The names of the specification; those of our own messages are in WireHeaders.
    public static final String ACCEPT_VERSION = "accept-version";
    public static final String ACK = "ack";
    public static final String CONTENT_TYPE = "content-type";
    public static final String DESTINATION = "destination";
    public static final String HEART_BEAT = "heart-beat";
    public static final String HOST = "host";
    public static final String ID = "id";
    public static final String LOGIN = "login";
    public static final String MESSAGE = "message";
    public static final String MESSAGE_ID = "message-id";
    public static final String PASSCODE = "passcode";
    public static final String RECEIPT = "receipt";
    public static final String RECEIPT_ID = "receipt-id";
    public static final String SERVER = "server";
    public static final String SESSION = "session";
    public static final String SUBSCRIPTION = "subscription";
    public static final String TRANSACTION = "transaction";
    public static final String VERSION = "version";

    /// Values of [#ACK] on SUBSCRIBE: a message counts as consumed when it is sent, or each when it is acknowledged.
    public static final String ACK_AUTO = "auto";
    public static final String ACK_CLIENT_INDIVIDUAL = "client-individual";

    static final String CONTENT_LENGTH = "content-length";

    public static final StompHeaders NONE = new StompHeaders(new String[0]);

    /// Longest part of a value that [#toString()] shows.
    private static final int SHOWN_CHARS = 100;

    /// Name, value, name, value ...
    private final String[] pairs;

    private StompHeaders(String[] pairs) {
        this.pairs = pairs;
    }

    /// Headers given as name, value, name, value ...
    public static StompHeaders of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "headers are pairs of name and value, got " + namesAndValues.length + " strings");
        }
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /// The value that counts for `name`.
    public Optional<String> first(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return Optional.of(pairs[i + 1]);
            }
        }
        return Optional.empty();
    }

    /// Every header in order, repeated ones included.
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /// Number of headers, repeated ones included.
    public int size() {
        return pairs.length / 2;
    }

    /// The strings themselves, for the encoder's loop.
    String nameAt(int index) {
        return pairs[2 * index];
    }

    String valueAt(int index) {
        return pairs[2 * index + 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StompHeaders headers && Arrays.equals(pairs, headers.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    /// For logs: one line whatever the peer sent, long values cut, the passcode hidden.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach((name, value) -> {
            text.append(text.length() > 1 ? ", " : "");
            appendPrintable(text, name);
            appendPrintable(text.append('='), name.equalsIgnoreCase(PASSCODE) ? "***" : value);
        });
        return text.append('}').toString();
    }

    private static void appendPrintable(StringBuilder text, String part) {
        for (int i = 0; i < Math.min(part.length(), SHOWN_CHARS); i++) {
            char c = part.charAt(i);
            text.append(Character.isISOControl(c) ? '?' : c);
        }
        if (part.length() > SHOWN_CHARS) {
            text.append("...");
        }
    }

    /// Collects headers in the order they are added.
    public static final class Builder {
        private String[] pairs = new String[16];
        private int length;

        private Builder() {}

        /// Adds a header. One that repeats a name is sent, but does not count.
        public Builder add(String name, String value) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("header " + length / 2 + " has no name");
            }
            if (name.equals(CONTENT_LENGTH)) {
                throw new IllegalArgumentException("content-length is written by the encoder");
            }
            if (length == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * length);
            }
            pairs[length++] = name;
            pairs[length++] = value;
            return this;
        }

        public StompHeaders build() {
            return length == 0 ? NONE : new StompHeaders(Arrays.copyOf(pairs, length));
        }
    }
}
