package io.pypnm.remote.agent.journal;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;

/// A command that the journal must keep, since the gateway has not acknowledged its end.
///
/// @param replyTo address its outcome goes to
public record JournalEntry(CommandId id, Effect effect, String replyTo, Stage stage) {
    /// How far a command has come.
    public enum Stage {
        /// The device may have been touched, and nobody knows yet how that went.
        STARTED,
        /// Its outcome is here, and no receipt for it.
        FINISHED,
        /// The gateway has the outcome on disk, but not yet our acknowledgement.
        RECEIVED
    }

    JournalEntry at(Stage next) {
        return new JournalEntry(id, effect, replyTo, next);
    }
}
