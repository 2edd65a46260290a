package io.pypnm.remote.gateway.agentlink;

/// A frame that ends its connection. The message goes to the peer, so it never holds a secret.
public final class RefusedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String logged;

    public RefusedFrameException(ErrorCode code, String message) {
        this(code, message, message);
    }

    /// Refuses with a reason that the peer is not told.
    ///
    /// @param logged the reason for the log
    public RefusedFrameException(ErrorCode code, String message, String logged) {
        super(message);
        this.code = code;
        this.logged = logged;
    }

    /// Why, for the peer.
    String reason() {
        return String.valueOf(getMessage());
    }

    /// Why, for the log.
    String logged() {
        return logged;
    }

    ErrorCode code() {
        return code;
    }
}
