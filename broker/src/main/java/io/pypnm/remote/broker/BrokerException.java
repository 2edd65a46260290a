package io.pypnm.remote.broker;

import org.jspecify.annotations.Nullable;

/// Why the broker did not start or did not do what it was asked.
public final class BrokerException extends Exception {

    /// Whose matter it is.
    public enum Reason {
        /// Another process, or another broker of this one, works on the directory. Stop that one.
        LOCKED,
        /// The directory cannot be made, read or written, or its disk is full. An operator must repair that.
        UNWRITABLE,
        /// A file in the directory is not what the broker wrote. Restore it, or move the directory away and accept that
        /// the messages in it are lost.
        DAMAGED,
        /// The broker has stopped or answered with an error; the cause says which.
        FAILED
    }

    private final Reason reason;

    BrokerException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
