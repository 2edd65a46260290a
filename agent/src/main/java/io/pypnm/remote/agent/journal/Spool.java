package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalRecord.Stored;
import io.pypnm.remote.agent.operation.ContentDraft;
import io.pypnm.remote.contracts.address.CommandId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The directory of outcomes too large for the journal, and of the contents that outcomes name: one file each, named by
/// the command's id, that of a content with `.content` after it.
final class Spool {
    private static final System.Logger log = System.getLogger(Spool.class.getName());
    private static final String CONTENT = ".content";

    private final Path directory;

    private Spool(Path directory) {
        this.directory = directory;
    }

    static Spool open(Path directory) throws IOException {
        Disk.createPrivateDirectory(directory);
        return new Spool(directory);
    }

    /// An outcome that becomes a file here if it is larger than that; [#sync] must follow.
    OutcomeDraft draft(CommandId id, int inlineBytes) {
        return new OutcomeDraft(id, file(id), inlineBytes);
    }

    /// A content of a command, in place of any before; [#sync] must follow once it is sealed.
    ContentDraft content(CommandId id) throws IOException {
        return SpooledContent.create(contentFile(id));
    }

    /// Has the names of all files on disk. For the journal's thread.
    void sync() throws IOException {
        Disk.syncDirectory(directory);
    }

    OutcomeBody.Spooled find(CommandId id, Stored.InSpool stored) throws IOException {
        return spooled(file(id), stored.bytes(), stored.sha256());
    }

    OutcomeBody.WithContent find(CommandId id, Stored.HereWithContent stored) throws IOException {
        return new OutcomeBody.WithContent(stored.outcome(), spooled(contentFile(id), stored.bytes(), stored.sha256()));
    }

    private static OutcomeBody.Spooled spooled(Path file, long bytes, String sha256) throws IOException {
        long size = Files.exists(file) ? Files.size(file) : 0;
        if (size != bytes) {
            throw new JournalDamagedException(file, size, "it should have " + bytes + " bytes");
        }
        return new OutcomeBody.Spooled(file, bytes, sha256);
    }

    /// A file that cannot be removed now is removed at the next start.
    void remove(CommandId id) {
        try {
            Files.deleteIfExists(file(id));
            Files.deleteIfExists(contentFile(id));
        } catch (IOException e) {
            log.log(Level.WARNING, "an outcome nobody needs any more cannot be removed: {0}", e.toString());
        }
    }

    void removeContent(CommandId id) throws IOException {
        Files.deleteIfExists(contentFile(id));
    }

    /// Removes what no record speaks of: outcomes whose record was not written, or whose removal was cut short.
    void retain(Set<CommandId> ids) throws IOException {
        Set<Path> kept =
                ids.stream().flatMap(id -> Stream.of(file(id), contentFile(id))).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!kept.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path file(CommandId id) {
        return directory.resolve(id.toString());
    }

    private Path contentFile(CommandId id) {
        return directory.resolve(id + CONTENT);
    }
}
