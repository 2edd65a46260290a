package io.pypnm.remote.agent.operation;

import io.pypnm.remote.contracts.outcome.FailureCode;

/// A device's work that did not succeed; the runner answers for it with `Failed`.
public final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final String detail;

    /// @param detail for people: the thing, its value and the limit; never a secret
    public CommandFailedException(FailureCode code, String detail) {
        super(code + ": " + detail);
        this.code = code;
        this.detail = detail;
    }

    public FailureCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }
}
