package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.snmp.ErrorNames;
import io.pypnm.remote.contracts.outcome.FailureCode;

/// The error-status of a response (RFC 3416 section 3).
final class ErrorStatus {
    static final int NO_ERROR = 0;
    static final int TOO_BIG = 1;
    static final int NO_SUCH_NAME = 2;
    private static final int AUTHORIZATION_ERROR = 16;

    private ErrorStatus() {}

    /// What an error-status means for a command, as the device put it: `genErr (5) at 1.3.6.1.2.1.1.1.0`.
    ///
    /// @param where what is known of the place, with a preposition
    static CommandFailedException failure(int status, String where) {
        FailureCode code = status == AUTHORIZATION_ERROR ? FailureCode.AUTH_FAILED : FailureCode.DEVICE_ERROR;
        return new CommandFailedException(code, ErrorNames.describe(status) + " " + where);
    }
}
