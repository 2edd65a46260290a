package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;

/// Which commands a list shows, newest first.
///
/// @param agent  an agent's id; "" for all
/// @param target the device exactly as accepted; "" for all
/// @param before only commands older than this id, for the next page; "" for the first page
/// @param limit  1 to [#MAX_LIMIT]
public record CommandFilter(String agent, Phase phase, String target, String before, int limit) {
    public static final int MAX_LIMIT = 1000;

    /// How far the commands shown have come.
    public sealed interface Phase {
        record Any() implements Phase {}

        record Open() implements Phase {}

        record Ended(OutcomeKind kind) implements Phase {}
    }

    public CommandFilter {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", is " + limit);
        }
        if (!before.isEmpty()) {
            CommandId.parse(before);
        }
    }
}
