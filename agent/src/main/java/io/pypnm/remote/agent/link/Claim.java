package io.pypnm.remote.agent.link;

import io.pypnm.remote.agent.run.Outbox.Outgoing;
import io.pypnm.remote.contracts.outcome.Outcome;

/// How the upload of a large outcome, or of what an outcome names, ended.
sealed interface Claim {
    /// The gateway has it.
    record Taken(Outgoing outgoing) implements Claim {}

    /// The gateway will never take it.
    ///
    /// @param instead what it is told in its place
    record Declined(Outgoing outgoing, Outcome.Failed instead) implements Claim {}
}
