package io.pypnm.remote.gateway.ledger;

/// What a cancel came to.
public sealed interface CancelResult {
    /// Too late: the command has this outcome.
    record Ended(CommandRow command) implements CancelResult {}

    /// Noted, on disk. The command ends `Cancelled` if it proves never to have started, else with its true outcome.
    record Requested(CommandRow command) implements CancelResult {}

    /// The ledger has no such command.
    record Missing() implements CancelResult {}
}
