package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.wire.OutcomeKind;
import java.util.Map;

/// The ledger's sum since it was made, forgotten commands included.
///
/// @param ended commands by how they ended; every kind is there
public record Totals(long accepted, Map<OutcomeKind, Long> ended, long open) {
    public Totals {
        ended = Map.copyOf(ended);
    }
}
