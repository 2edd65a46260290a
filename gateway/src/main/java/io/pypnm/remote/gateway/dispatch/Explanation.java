package io.pypnm.remote.gateway.dispatch;

/// Why a command has not ended.
///
/// @param detail for people
public record Explanation(Code code, String detail) {
    /// The constant's name is its wire name.
    public enum Code {
        /// The ledger has it, the queue not yet.
        BEING_SENT,
        /// The agent is not connected.
        AGENT_OFFLINE,
        /// It waits in the agent's queue behind others.
        IN_LANE,
        /// The agent has it: it runs, or waits for its device.
        AT_AGENT,
        /// The agent that had it is gone; it may come back with the outcome.
        AGENT_LOST,
        /// A cancel is wished and not yet answered.
        CANCEL_REQUESTED
    }
}
