package io.pypnm.remote.lab.tftp;

import java.io.IOException;

/// The other side ended a transfer by an ERROR packet (RFC 1350 section 5), or we must.
public final class TftpException extends IOException {
    static final int FILE_NOT_FOUND = 1;
    static final int ACCESS_VIOLATION = 2;
    static final int DISK_FULL = 3;
    static final int ILLEGAL_OPERATION = 4;
    static final int UNKNOWN_TRANSFER = 5;

    private final int code;

    TftpException(int code, String message) {
        super(message);
        this.code = code;
    }

    /// As in the appendix of RFC 1350.
    public int code() {
        return code;
    }
}
