package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.command.FileName;
import java.util.Optional;
import java.util.function.Predicate;

/// An open [Root]. Sees regular files only: no directory, no device, and no link, wherever it leads. Owned by the
/// thread of its command.
interface Folder extends AutoCloseable {
    /// The file of that name; empty also if what has the name is no regular file.
    Optional<FileFacts> find(FileName name) throws CommandFailedException, InterruptedException;

    /// Shows every file whose name is wanted, in no order; the others are not looked at.
    void each(Predicate<String> wanted, Visitor visitor) throws CommandFailedException, InterruptedException;

    /// Reads all of a file, or fails.
    ///
    /// @param file as [#find] or [#each] gave it; more or fewer bytes than it says are a failure
    void copy(FileFacts file, Sink to) throws CommandFailedException, InterruptedException;

    @Override
    void close();

    /// What is done with each file.
    interface Visitor {
        void visit(FileFacts file);
    }

    /// Takes a content as it comes.
    interface Sink {
        void take(byte[] bytes, int offset, int length) throws CommandFailedException;
    }
}
