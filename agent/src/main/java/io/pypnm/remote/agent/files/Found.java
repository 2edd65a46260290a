package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.Command.Match;
import io.pypnm.remote.contracts.command.FileName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file and the open folder that has it, closed with this.
record Found(Folder folder, FileFacts file) implements AutoCloseable {
    /// Looks for it; the caller closes what is found.
    static Optional<Found> in(Root root, FileName name, Match match, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        Folder folder = root.open(deadline);
        boolean found = false;
        try {
            Optional<FileFacts> file = match == Match.EXACT ? folder.find(name) : newest(folder, name.text());
            found = file.isPresent();
            return file.map(it -> new Found(folder, it));
        } finally {
            if (!found) {
                folder.close();
            }
        }
    }

    private static Optional<FileFacts> newest(Folder folder, String prefix)
            throws CommandFailedException, InterruptedException {
        var newest = new Newest();
        folder.each(name -> name.startsWith(prefix), newest);
        return Optional.ofNullable(newest.file);
    }

    private static final class Newest implements Folder.Visitor {
        private @Nullable FileFacts file;

        @Override
        public void visit(FileFacts other) {
            if (file == null || FileFacts.BY_AGE.compare(other, file) > 0) {
                file = other;
            }
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
