package io.pypnm.remote.agent.journal;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;

/// One line of the journal. Times are milliseconds since the epoch by the host's clock; they only serve to forget.
sealed interface JournalRecord {
    /// A `set` or `act` is about to touch its device.
    record Started(CommandId id, Effect effect, int attempt, String replyTo, long atMillis) implements JournalRecord {}

    /// How a command ended. Without a [Started] before it the command was never started, for good.
    record Finished(CommandId id, Effect effect, String replyTo, long atMillis, Stored outcome)
            implements JournalRecord {}

    /// The gateway has the outcome on disk.
    record Received(CommandId id) implements JournalRecord {}

    /// The gateway has the acknowledgement on disk.
    record Delivered(CommandId id, long atMillis) implements JournalRecord {}

    /// Every byte before `upTo` was synced when this was written: what cannot be read there is damage, not a torn tail.
    record Synced(long upTo) implements JournalRecord {}

    /// Where an outcome is.
    sealed interface Stored {
        /// In the record itself.
        @SuppressWarnings("ArrayRecordComponent") // compared and printed nowhere
        record Here(byte[] bytes) implements Stored {}

        /// In the spool file named by the command's id.
        record InSpool(long bytes, String sha256) implements Stored {}

        /// In the record itself, and what it names in the spool file of the command's content.
        ///
        /// @param bytes  of the content
        /// @param sha256 of the content
        @SuppressWarnings("ArrayRecordComponent") // compared and printed nowhere
        record HereWithContent(byte[] outcome, long bytes, String sha256) implements Stored {}

        /// Size of its own file in the spool, 0 if it has none.
        default long largeBytes() {
            return this instanceof InSpool(long bytes, var _) ? bytes : 0;
        }

        /// Size of the content it names, 0 if it names none.
        default long contentBytes() {
            return this instanceof HereWithContent(var _, long bytes, var _) ? bytes : 0;
        }
    }
}
