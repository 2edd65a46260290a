package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalRecord.Stored;
import io.pypnm.remote.contracts.address.CommandId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The directory of outcomes too large for the journal, one file each, named by the command's id.
final class Spool {
    private static final System.Logger log = System.getLogger(Spool.class.getName());

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

    /// Has the names of all files on disk. For the journal's thread.
    void sync() throws IOException {
        Disk.syncDirectory(directory);
    }

    OutcomeBody.Spooled find(CommandId id, Stored.InSpool stored) throws IOException {
        Path file = file(id);
        long size = Files.exists(file) ? Files.size(file) : 0;
        if (size != stored.bytes()) {
            throw new JournalDamagedException(file, size, "it should have " + stored.bytes() + " bytes");
        }
        return new OutcomeBody.Spooled(file, stored.bytes(), stored.sha256());
    }

    /// A file that cannot be removed now is removed at the next start.
    void remove(CommandId id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            log.log(Level.WARNING, "an outcome nobody needs any more cannot be removed: {0}", e.toString());
        }
    }

    /// Removes what no record speaks of: outcomes whose record was not written, or whose removal was cut short.
    void retain(Set<CommandId> ids) throws IOException {
        Set<String> names = ids.stream().map(CommandId::toString).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path file(CommandId id) {
        return directory.resolve(id.toString());
    }
}
