package io.pypnm.remote.agent.files;

import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.Reply;
import java.time.Instant;
import java.util.Comparator;

/// A regular file as it was when it was looked at. Two looks that are equal saw the same content.
///
/// @param modified as exactly as it is known
/// @param identity tells it from another file of that name and size, as far as that is known
record FileFacts(FileName name, String origin, long bytes, Instant modified, String identity) {
    /// Of two files modified at the same moment the last by name is the newer one, since captures are numbered.
    static final Comparator<FileFacts> BY_AGE = Comparator.comparing(FileFacts::modified)
            .thenComparing(file -> file.name().text());

    Reply.FileEntry entry() {
        return new Reply.FileEntry(name, origin, bytes, modified);
    }
}
