package io.pypnm.remote.system.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.ForeignAgent;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Request;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// What may have become of a command that a crash cut through: mostly one thing. Where the crash and the delivery race,
/// several are true.
record Cell(List<End> ends) {
    /// @param sets how often a device must have been set for it
    private record End(OutcomeKind outcome, long sets) {}

    /// Reads `COMPLETED 1`, or `COMPLETED` of a command that sets nothing; several stand with ` or ` between them.
    static Cell of(String text) {
        return new Cell(Stream.of(text.split(" or ", -1)).map(Cell::end).toList());
    }

    private static End end(String text) {
        String[] words = text.split(" ", 2);
        return new End(OutcomeKind.valueOf(words[0]), words.length == 1 ? 0 : Long.parseLong(words[1]));
    }

    /// Fails if it is not so, on whatever device the SETs were.
    void check(Request request, CommandView end, Lab lab, ForeignAgent foreign) throws IOException {
        long sets = 0;
        if (request.effect() == Effect.SET) {
            int value = Integer.parseInt(request.value());
            sets = lab.setsOf(value) + foreign.setsOf(value);
        }
        assertThat(new End(end.kind(), sets)).as(request.name() + ": " + end).isIn(ends);
    }
}
