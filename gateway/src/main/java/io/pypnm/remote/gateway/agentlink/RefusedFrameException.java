package io.pypnm.remote.gateway.agentlink;

/// A frame that ends its connection. The message goes to the peer, so it never holds a secret.
final class RefusedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    RefusedFrameException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /// Why, for the peer.
    String reason() {
        return String.valueOf(getMessage());
    }

    ErrorCode code() {
        return code;
    }
}
