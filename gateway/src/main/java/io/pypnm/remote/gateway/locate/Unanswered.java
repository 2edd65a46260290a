package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.gateway.plant.Cmts;

/// A CMTS that did not say whether it has a modem.
///
/// @param detail for people
public record Unanswered(Cmts cmts, Why why, String detail) {
    /// The constant's name is its wire name. In the order in which they are to be seen to.
    public enum Why {
        /// No agent that could ask it is connected.
        NO_AGENT,
        /// The gateway takes no commands now, or the agent did not run this one.
        NOT_RUN,
        /// It gave no answer in time.
        CMTS_TIMEOUT,
        /// It answered with an error, or with what makes no sense.
        CMTS_ERROR,
        /// Its table could not be read to the end, or has changed since, and what was read does not have the modem.
        TABLE_CUT
    }

    /// For people.
    @Override
    public String toString() {
        return "CMTS " + cmts + ", " + why + ": " + detail;
    }
}
