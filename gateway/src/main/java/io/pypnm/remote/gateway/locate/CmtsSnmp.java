package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.function.Consumer;

/// Asks a CMTS by an agent.
interface CmtsSnmp {
    /// Runs the command and blocks until it has ended, or is not to be waited for any longer.
    ///
    /// @param caller who asks
    /// @param each   gets what the CMTS answered, in its order, before this returns
    Reading read(AgentId agent, Command.Snmp command, String caller, Consumer<VarBind> each)
            throws InterruptedException;

    /// How reading went.
    sealed interface Reading {
        /// All that was asked for was read.
        record Whole(CommandId command) implements Reading {}

        /// Part of it was read.
        record Cut(CommandId command, String detail) implements Reading {}

        /// The agent tried, and nothing was read.
        record Failed(CommandId command, FailureCode code, String detail) implements Reading {}

        /// The agent did not try, or nobody knows.
        record NotRun(String detail) implements Reading {}
    }
}
