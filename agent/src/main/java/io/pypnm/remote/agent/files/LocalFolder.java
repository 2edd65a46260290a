package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A directory of this host by its handle: every look and every open is relative to it (`fstatat`, `openat`) and
/// follows no link.
final class LocalFolder implements Folder {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final Set<OpenOption> READ_NO_LINK = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final String origin;
    private final SecureDirectoryStream<Path> directory;
    private final Deadline deadline;

    LocalFolder(String origin, SecureDirectoryStream<Path> directory, Deadline deadline) {
        this.origin = origin;
        this.directory = directory;
        this.deadline = deadline;
    }

    @Override
    public Optional<FileFacts> find(FileName name) throws CommandFailedException, InterruptedException {
        try {
            return look(name);
        } catch (IOException e) {
            throw failure(name.text(), e);
        }
    }

    @Override
    public void each(Predicate<String> wanted, Visitor visitor) throws CommandFailedException, InterruptedException {
        try {
            for (Path path : directory) {
                String text = path.getFileName().toString();
                if (wanted.test(text)) {
                    requireTime();
                    Optional<FileName> name = FileNames.of(text);
                    if (name.isPresent()) {
                        look(name.get()).ifPresent(visitor::visit);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw failure("the directory", new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw failure("the directory", e);
        }
    }

    @Override
    public void copy(FileFacts file, Sink to) throws CommandFailedException, InterruptedException {
        String name = file.name().text();
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(file.bytes() + 1, 1, BUFFER_BYTES));
        try (SeekableByteChannel in = directory.newByteChannel(Path.of(name), READ_NO_LINK)) {
            long copied = 0;
            while (copied <= file.bytes() && in.read(buffer) >= 0) {
                requireTime();
                copied += buffer.position();
                to.take(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            if (copied != file.bytes()) {
                throw Changed.whileRead(file.name());
            }
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    @Override
    public void close() {
        try {
            directory.close();
        } catch (IOException e) {
            // It was only read.
        }
    }

    private Optional<FileFacts> look(FileName name) throws IOException {
        Path path;
        try {
            path = Path.of(name.text());
        } catch (IllegalArgumentException e) {
            // The host's locale has no such character, so no file of this name was shown to anybody.
            return Optional.empty();
        }
        try {
            BasicFileAttributes seen = directory
                    .getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            return seen.isRegularFile() ? Optional.of(facts(name, seen)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private FileFacts facts(FileName name, BasicFileAttributes seen) {
        return new FileFacts(
                name, origin, seen.size(), seen.lastModifiedTime().toInstant(), String.valueOf(seen.fileKey()));
    }

    private void requireTime() throws CommandFailedException {
        if (deadline.hasPassed()) {
            throw new CommandFailedException(FailureCode.RUN_FOR, "run-for passed while files were read");
        }
    }

    private CommandFailedException failure(String what, IOException e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException) {
            var _ = Thread.interrupted();
            throw new InterruptedException("interrupted while " + what + " was read");
        }
        return switch (e) {
            case NoSuchFileException _ ->
                new CommandFailedException(FailureCode.NOT_FOUND, what + " is gone from " + origin);
            case AccessDeniedException _ ->
                new CommandFailedException(FailureCode.DEVICE_ERROR, "permission denied: " + what + " of " + origin);
            default ->
                new CommandFailedException(
                        FailureCode.DEVICE_ERROR, what + " of " + origin + " cannot be read: " + e.getMessage());
        };
    }
}
