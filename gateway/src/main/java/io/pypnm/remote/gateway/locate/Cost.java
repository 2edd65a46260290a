package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.address.CommandId;
import java.util.ArrayList;
import java.util.List;

/// What a lookup took, up to the moment when it was answered.
///
/// @param pdus     sent to CMTSs by its commands, repeats of unanswered ones not counted; 0 from memory
/// @param commands in the order of their end; the ledger has them
public record Cost(int pdus, List<CommandId> commands) {
    static final Cost NOTHING = new Cost(0, List.of());

    public Cost {
        commands = List.copyOf(commands);
    }

    Cost plus(Cost other) {
        List<CommandId> all = new ArrayList<>(commands);
        all.addAll(other.commands);
        return new Cost(pdus + other.pdus, all);
    }
}
