package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/// A directory of this host. What is in it is only reached through its open handle, by bare names and without following
/// links, so nobody who writes there can lead a command out of it.
final class LocalRoot implements Root {
    private final Path directory;

    /// @param directory resolved: no part of it is a link
    LocalRoot(Path directory) {
        this.directory = directory;
    }

    /// The directory that `path` leads to now.
    ///
    /// @throws IllegalArgumentException if there is none, or it cannot be read by handle; the message says so
    static Path resolve(Path path) {
        try {
            Path directory = path.toRealPath();
            open(directory).close();
            return directory;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("does not exist");
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException("cannot be read by this user");
        } catch (IOException e) {
            throw new IllegalArgumentException("is no directory that can be read");
        }
    }

    @Override
    public String origin() {
        return directory.toString();
    }

    @Override
    public Folder open(Deadline deadline) throws CommandFailedException {
        try {
            return new LocalFolder(origin(), open(directory), deadline);
        } catch (AccessDeniedException e) {
            throw new CommandFailedException(FailureCode.DEVICE_ERROR, "permission denied: " + directory);
        } catch (IOException e) {
            throw new CommandFailedException(FailureCode.DEVICE_ERROR, directory + " cannot be read: " + e);
        }
    }

    /// Every Linux has this kind of stream; a file system without it is not one of ours.
    @SuppressWarnings("StreamResourceLeak") // the caller closes it
    private static SecureDirectoryStream<Path> open(Path directory) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("files of " + directory + " cannot be reached through its handle");
    }
}
