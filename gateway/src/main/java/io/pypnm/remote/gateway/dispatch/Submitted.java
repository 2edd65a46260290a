package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.CommandId;

/// What became of a submission.
public sealed interface Submitted {
    /// The command is in the ledger and will end in exactly one outcome.
    record Accepted(CommandId id) implements Submitted {}

    /// The same caller sent the same request under the same key before; this is that command.
    record Repeated(CommandId id) implements Submitted {}

    /// The key was used for another request: nothing was accepted.
    record Mismatch(CommandId id) implements Submitted {}

    /// The gateway takes no commands now: nothing was accepted.
    record Unavailable(String detail) implements Submitted {}
}
