package io.pypnm.remote.contracts.outcome;

/// Why a command was not started. Codes are added, never re-used.
public enum RefusalCode {
    /// The agent's policy forbids it; the detail names the rule.
    POLICY,
    /// No place in the lane, in the journal or for the target.
    BUSY,
    /// The command could not be read; the detail names the field.
    MALFORMED,
    /// This agent does not know the command.
    UNKNOWN_COMMAND,
    /// This agent has no credential of that name or role.
    CREDENTIAL_UNKNOWN,
    /// The agent gave it back with NACK before it started it.
    NACKED,
    /// The agent is being stopped and takes no new work.
    DRAINING,
    /// The gateway stopped before the command was in its queue, and could not send it again.
    NOT_SENT
}
