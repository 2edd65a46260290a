package io.pypnm.remote.gateway.ledger;

/// What an [Ending] was worth.
public enum Settlement {
    /// It is the command's outcome.
    FIRST,
    /// The command had another outcome already. An agent's is kept beside it, up to a bound; the gateway's own is not,
    /// as it only said that nobody could know.
    LATE,
    /// The command has this very outcome already.
    REPEATED,
    /// The gateway says the command never started (`expired`, `cancelled`), but it was delivered meanwhile: it stays
    /// open until the agent answers or the reconcile deadline passes.
    DELIVERED,
    /// The sender is not the command's agent or, for `set` and `act`, not the instance it was delivered to. Nothing
    /// changed but the audit.
    NOT_YOURS,
    /// The ledger has no such command.
    MISSING
}
