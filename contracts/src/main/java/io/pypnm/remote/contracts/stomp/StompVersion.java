package io.pypnm.remote.contracts.stomp;

import java.util.Arrays;
import java.util.Optional;

/// A version of the protocol, oldest first. Versions differ here only in how headers are escaped.
public enum StompVersion {
    V1_0("1.0", "v10.stomp"),
    V1_1("1.1", "v11.stomp"),
    V1_2("1.2", "v12.stomp");

    private final String text;
    private final String subprotocol;

    StompVersion(String text, String subprotocol) {
        this.text = text;
        this.subprotocol = subprotocol;
    }

    /// As in the headers `accept-version` and `version`: `1.2`.
    public String text() {
        return text;
    }

    /// As in the WebSocket header `Sec-WebSocket-Protocol`: `v12.stomp`.
    public String subprotocol() {
        return subprotocol;
    }

    /// The version a `version` header names; empty for any other text.
    public static Optional<StompVersion> of(String text) {
        return Arrays.stream(values())
                .filter(version -> version.text.equals(text))
                .findFirst();
    }

    /// The highest version both sides speak; empty if there is none.
    ///
    /// @param acceptVersion value of the `accept-version` header, such as `1.0,1.1,2.0`. A `CONNECT` without
    ///     that header means `1.0`.
    public static Optional<StompVersion> negotiate(String acceptVersion) {
        return Arrays.stream(acceptVersion.split(",", -1))
                .map(String::strip)
                .flatMap(text -> of(text).stream())
                .max(StompVersion::compareTo);
    }
}
