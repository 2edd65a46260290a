package io.pypnm.remote.gateway.claim;

import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.util.Optional;

/// The file that an outcome brings, if it brings one.
public final class OutcomeFile {
    private OutcomeFile() {}

    public static Optional<FileContent> of(Outcome outcome) {
        return outcome instanceof Outcome.Completed(Reply.FileContent file) ? Optional.of(file) : Optional.empty();
    }

    /// As [#of(Outcome)].
    ///
    /// @param json an outcome as the ledger keeps it
    public static Optional<FileContent> of(byte[] json, MessageCodec codec) throws MalformedMessageException {
        return of(codec.decodeOutcome(json).outcome());
    }

    /// The file whose content is to be here as a claim.
    public static Optional<FileContent> claimed(Outcome outcome) {
        return of(outcome).filter(file -> file.content() instanceof FileContent.Content.Claimed);
    }
}
