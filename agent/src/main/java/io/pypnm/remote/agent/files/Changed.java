package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;

/// What is answered for a file that is not the same any more at the end of its reading.
final class Changed {
    private Changed() {}

    static CommandFailedException whileRead(FileName name) {
        return new CommandFailedException(
                FailureCode.DEVICE_ERROR, name + " changed while it was read; it may still be being written");
    }
}
