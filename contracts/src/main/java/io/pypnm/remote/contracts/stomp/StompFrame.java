package io.pypnm.remote.contracts.stomp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One frame: a command, its headers and, for `SEND`, `MESSAGE` and `ERROR`, a body.
///
/// Immutable by agreement: the body is not copied, neither on the way in nor out, so nobody may write to it after.
public final class StompFrame implements StompEvent {
    private static final byte[] NO_BODY = {};

    private final StompCommand command;
    private final StompHeaders headers;
    private final byte[] body;

    /// A frame with a body, which it takes over.
    ///
    /// @throws IllegalArgumentException for a body on a command that cannot have one
    public StompFrame(StompCommand command, StompHeaders headers, byte[] body) {
        if (body.length > 0 && !command.mayHaveBody()) {
            throw new IllegalArgumentException(command + " has no body, got " + body.length + " bytes");
        }
        this.command = command;
        this.headers = headers;
        this.body = body;
    }

    /// A frame with a text as its body, in UTF-8.
    public StompFrame(StompCommand command, StompHeaders headers, String body) {
        this(command, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /// A frame without a body.
    public StompFrame(StompCommand command, StompHeaders headers) {
        this(command, headers, NO_BODY);
    }

    public StompCommand command() {
        return command;
    }

    public StompHeaders headers() {
        return headers;
    }

    /// The body itself, not a copy; empty where there is none.
    public byte[] body() {
        return body;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StompFrame frame
                && command == frame.command
                && headers.equals(frame.headers)
                && Arrays.equals(body, frame.body);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * command.hashCode() + headers.hashCode()) + Arrays.hashCode(body);
    }

    /// For logs: command, headers as [StompHeaders#toString()] shows them, and the size of the body only.
    @Override
    public String toString() {
        return command.text() + headers + " body " + body.length + " bytes";
    }
}
