package io.pypnm.remote.contracts.outcome;

import io.pypnm.remote.contracts.address.CommandId;

/// An outcome on its way to the gateway.
///
/// @param waitedMillis from arrival at the agent to the start, or to the refusal
/// @param ranMillis    from start to end; 0 if it was never started
public record OutcomeEnvelope(CommandId command, Outcome outcome, long waitedMillis, long ranMillis) {
    public OutcomeEnvelope {
        requireNotNegative("waited_millis", waitedMillis);
        requireNotNegative("ran_millis", ranMillis);
    }

    private static void requireNotNegative(String what, long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException(what + " must not be negative, is " + millis);
        }
    }
}
