package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.contracts.outcome.Missing;

/// One channel's measurement did not work; others may.
final class PartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Missing.Code code;
    private final String detail;

    PartFailedException(Missing.Code code, String detail) {
        super(code + ": " + detail);
        this.code = code;
        this.detail = detail;
    }

    Missing.Code code() {
        return code;
    }

    String detail() {
        return detail;
    }
}
