package io.pypnm.remote.gateway.pnm.archive;

import io.pypnm.remote.contracts.address.CommandId;
import java.time.Instant;

/// A job: measurements of many modems.
///
/// @param id         made like a command's
/// @param maxPerCmts modems of one CMTS that are measured at once
/// @param maxErrors  items that may fail; with one more the job stops
public record JobHead(CommandId id, String caller, Instant at, int maxPerCmts, int maxErrors, State state) {
    /// How far it has come. The constant's name in lower case is its wire name.
    public enum State {
        RUNNING,
        /// Someone cancelled it, and what had begun goes on.
        CANCELLING,
        DONE,
        /// Someone cancelled it: what had begun went on to its end, the rest was not begun.
        CANCELLED,
        /// Too much failed: the rest was not begun.
        STOPPED
    }

    public boolean isOpen() {
        return state == State.RUNNING || state == State.CANCELLING;
    }
}
