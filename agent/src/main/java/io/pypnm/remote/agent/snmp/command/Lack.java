package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.outcome.Missing;

/// A failure seen as the reason why a part of an answer is missing.
final class Lack {
    private Lack() {}

    /// @throws CommandFailedException the failure itself, if it is our own and so spoils the whole answer
    static Missing of(String what, CommandFailedException failure) throws CommandFailedException {
        Missing.Code code = switch (failure.code()) {
            // A device that cannot be reached any more has stopped answering, be it for its hop; the detail says
            // how.
            case DEVICE_TIMEOUT, UNREACHABLE, HOST_KEY_REJECTED, NOT_FOUND -> Missing.Code.DEVICE_TIMEOUT;
            case DEVICE_ERROR, AUTH_FAILED -> Missing.Code.DEVICE_ERROR;
            case RUN_FOR -> Missing.Code.RUN_FOR;
            case TOO_LARGE -> Missing.Code.TOO_LARGE;
            case NO_ROOM, WRONG_DEVICE, DEVICE_BUSY, UNSUPPORTED, AGENT_LOST, CORRUPT, INTERNAL -> throw failure;
        };
        return new Missing(what, code, failure.detail());
    }
}
