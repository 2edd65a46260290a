package io.pypnm.remote.agent.files.sftp;

import java.io.IOException;

/// What a server answered in place of what it was asked for.
public final class SftpException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What kind of answer it was.
    public enum Reason {
        /// There is no more to be read (SSH_FX_EOF).
        END,
        /// SSH_FX_NO_SUCH_FILE.
        NOT_FOUND,
        /// SSH_FX_PERMISSION_DENIED.
        PERMISSION_DENIED,
        /// Any other status.
        FAILURE,
        /// It does not keep to the protocol; nothing more is read from it.
        PROTOCOL
    }

    private final Reason reason;

    SftpException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
