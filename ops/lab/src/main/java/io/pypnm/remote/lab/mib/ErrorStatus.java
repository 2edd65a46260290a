package io.pypnm.remote.lab.mib;

/// The error-status of an SNMPv2 response (RFC 3416 section 3), as far as the lab answers it.
public enum ErrorStatus {
    NO_ERROR(0),
    TOO_BIG(1),
    GEN_ERR(5),
    NO_ACCESS(6),
    WRONG_TYPE(7),
    WRONG_LENGTH(8),
    WRONG_VALUE(10),
    NO_CREATION(11),
    INCONSISTENT_VALUE(12),
    RESOURCE_UNAVAILABLE(13),
    NOT_WRITABLE(17);

    private final int code;

    ErrorStatus(int code) {
        this.code = code;
    }

    /// The number on the wire.
    public int code() {
        return code;
    }
}
