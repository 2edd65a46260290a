package io.pypnm.remote.gateway.claim;

/// An upload that is not taken.
public final class ClaimException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Reason {
        /// The bytes do not begin where the file ends; [ClaimException#offset] says where that is.
        WRONG_OFFSET,
        /// Larger than one claim may be.
        TOO_LARGE,
        /// The agent's claims would be more or larger than all of them may be, and none may go: final.
        QUOTA,
        /// The disk has no room but for what must be kept free: another time there may be.
        DISK_FULL,
        /// The whole does not have the promised SHA-256, or is no outcome of this command: what came is thrown away.
        DAMAGED,
        /// The gateway's disk fails.
        STORAGE
    }

    private final Reason reason;
    private final long offset;

    ClaimException(Reason reason, long offset, String message) {
        super(message);
        this.reason = reason;
        this.offset = offset;
    }

    public Reason reason() {
        return reason;
    }

    /// Bytes the gateway has.
    public long offset() {
        return offset;
    }
}
