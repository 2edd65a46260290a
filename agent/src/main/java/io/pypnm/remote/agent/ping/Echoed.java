package io.pypnm.remote.agent.ping;

import java.util.List;

/// What came of the echo requests to one target.
sealed interface Echoed {
    /// Requests left.
    ///
    /// @param sent            how many, at least 0
    /// @param roundTripMicros of each that came back, in the order of the requests
    record Echoes(int sent, List<Integer> roundTripMicros) implements Echoed {
        public Echoes {
            roundTripMicros = List.copyOf(roundTripMicros);
        }
    }

    /// The host did not let one of them leave.
    ///
    /// @param reason for people
    record NotSent(String reason) implements Echoed {}
}
