package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.CommandId;

/// What became of an offered command.
public sealed interface Acceptance {
    /// It is on disk, and is owed an outcome.
    record New() implements Acceptance {}

    /// Its idempotency key stands for an earlier command with the same body; nothing was added.
    record Repeated(CommandId id) implements Acceptance {}

    /// Its idempotency key stands for an earlier command with another body; nothing was added.
    record Mismatch(CommandId id) implements Acceptance {}

    /// An open command has the lease; nothing was added.
    record Held(CommandId by) implements Acceptance {}
}
