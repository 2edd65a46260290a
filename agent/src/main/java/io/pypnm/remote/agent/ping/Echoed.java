package io.pypnm.remote.agent.ping;

import java.util.List;

/// What came of the echo requests to one target.
sealed interface Echoed {
    /// Requests left.
    ///
    /// @param sent            how many, at least 0
    /// @param roundTripMicros of each that came back, in the order of the requests
    /// @param end             why no more
    record Echoes(int sent, List<Integer> roundTripMicros, End end) implements Echoed {
        public Echoes {
            roundTripMicros = List.copyOf(roundTripMicros);
        }

        /// All of them, each answered or waited for as long as planned.
        Echoes(int sent, List<Integer> roundTripMicros) {
            this(sent, roundTripMicros, new End.Whole());
        }
    }

    /// The host did not let one of them leave.
    ///
    /// @param reason for people
    record NotSent(String reason) implements Echoed {}

    /// Why no more requests went to a target.
    sealed interface End {
        /// It was sent all.
        record Whole() implements End {}

        /// The deadline passed.
        ///
        /// @param waiting whether the last request might still have been answered in its time
        record OutOfTime(boolean waiting) implements End {}

        /// The host did not let the next one leave.
        ///
        /// @param reason for people
        record Refused(String reason) implements End {}
    }
}
