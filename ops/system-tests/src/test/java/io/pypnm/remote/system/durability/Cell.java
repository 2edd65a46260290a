package io.pypnm.remote.system.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.ForeignAgent;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Request;
import java.io.IOException;

/// What must have become of a command that a crash cut through.
///
/// @param sets how often a device must have been set for it
record Cell(OutcomeKind outcome, int sets) {
    /// Reads `COMPLETED 1`, or `COMPLETED` of a command that sets nothing.
    static Cell of(String text) {
        String[] words = text.split(" ", 2);
        return new Cell(OutcomeKind.valueOf(words[0]), words.length == 1 ? 0 : Integer.parseInt(words[1]));
    }

    /// Fails if it is not so, on whatever device the SETs were.
    void check(Request request, CommandView end, Lab lab, ForeignAgent foreign) throws IOException {
        assertThat(end.kind()).as(request.name() + ": " + end).isEqualTo(outcome);
        if (request.effect() == Effect.SET) {
            int value = Integer.parseInt(request.value());
            assertThat(lab.setsOf(value) + foreign.setsOf(value))
                    .as(request.name() + ": SETs")
                    .isEqualTo(sets);
        }
    }
}
