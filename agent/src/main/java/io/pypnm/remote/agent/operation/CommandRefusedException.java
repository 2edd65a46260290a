package io.pypnm.remote.agent.operation;

import io.pypnm.remote.contracts.outcome.RefusalCode;

/// A command that must not be started: the policy forbids it, or a credential is not there. Nothing was sent to a
/// device.
public final class CommandRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;
    private final String detail;

    /// @param detail for people: names the rule or the credential, never a secret
    public CommandRefusedException(RefusalCode code, String detail) {
        super(code + ": " + detail);
        this.code = code;
        this.detail = detail;
    }

    public RefusalCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }
}
