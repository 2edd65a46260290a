package io.pypnm.remote.agent.operation;

import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.Outcome;
import java.util.List;

/// Runs commands. Checks first without touching the device, then does the work. Safe for use by many threads.
public interface Operations {
    /// Everything that can be refused before anything is started: policy, credential.
    void check(Command command) throws CommandRefusedException;

    /// Blocks until the answer is there or the deadline has passed. Returns `Completed` or `Partial`; what did not
    /// work is thrown. Interruption means that the agent is being stopped: give up at once.
    ///
    /// @param holdings gets what the outcome takes; closed by the caller, however the run ends
    Outcome run(Command command, Deadline deadline, Holdings holdings)
            throws CommandFailedException, InterruptedException;

    /// Wire names of the commands it runs, sorted.
    List<String> capabilities();
}
