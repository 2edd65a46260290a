package io.pypnm.remote.contracts.wire;

/// A message that cannot be read. The message names the field, its value and the bound, never a secret.
public final class MalformedMessageException extends Exception {
    /// What is wrong.
    public enum Reason {
        /// Not JSON, or a field is missing, of the wrong type or out of bounds.
        MALFORMED,
        /// JSON of the right form, but its command or type is not one of ours.
        UNKNOWN_TYPE
    }

    private final Reason reason;

    public MalformedMessageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
