package io.pypnm.remote.contracts.stomp;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The first line of a frame: what a client (`CONNECT` to `DISCONNECT`) or a server (the last four) may say.
public enum StompCommand {
    CONNECT("CONNECT"),
    STOMP("STOMP"),
    SEND("SEND"),
    SUBSCRIBE("SUBSCRIBE"),
    UNSUBSCRIBE("UNSUBSCRIBE"),
    ACK("ACK"),
    NACK("NACK"),
    BEGIN("BEGIN"),
    COMMIT("COMMIT"),
    ABORT("ABORT"),
    DISCONNECT("DISCONNECT"),
    CONNECTED("CONNECTED"),
    MESSAGE("MESSAGE"),
    RECEIPT("RECEIPT"),
    ERROR("ERROR");

    private static final Map<String, StompCommand> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(StompCommand::text, Function.identity()));

    /// Bytes of the longest command, `UNSUBSCRIBE`.
    static final int MAX_BYTES =
            BY_TEXT.keySet().stream().mapToInt(String::length).max().orElseThrow();

    private final String text;

    StompCommand(String text) {
        this.text = text;
    }

    /// As on the wire. Commands are case-sensitive.
    public String text() {
        return text;
    }

    static Optional<StompCommand> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }

    /// Whether the specification lets a frame of this command carry a body.
    public boolean mayHaveBody() {
        return this == SEND || this == MESSAGE || this == ERROR;
    }

    /// The version whose escaping holds for this command's headers on a connection that speaks `negotiated`.
    /// The opening frames are never escaped: they are exchanged before the two sides agree on a version.
    /// `STOMP` counts as one although the specification names only the other two: a server must handle it
    /// as a `CONNECT`.
    StompVersion escaping(StompVersion negotiated) {
        return this == CONNECT || this == STOMP || this == CONNECTED ? StompVersion.V1_0 : negotiated;
    }
}
