package io.pypnm.remote.agent.ping;

import java.util.List;

/// What came of a ping.
///
/// @param sent            requests that left
/// @param roundTripMicros of each that came back, in the order of the requests
record Echoes(int sent, List<Integer> roundTripMicros) {
    Echoes {
        roundTripMicros = List.copyOf(roundTripMicros);
    }
}
