package io.pypnm.remote.broker;

import io.pypnm.remote.broker.BrokerException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// Holds the broker's directory for one broker of one process. Artemis has a lock of its own, but waits for it without
/// end, and opens journal files and overwrites the other broker's state byte before it does.
record DirectoryLock(FileChannel channel) implements AutoCloseable {
    private static final String FILE = "broker.lock";
    private static final String OWNER_ONLY = "rwx------";

    /// Makes the directory if missing, closes it to other users, and locks it. The lock ends with the process at the
    /// latest.
    static DirectoryLock take(Path directory) throws BrokerException {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(OWNER_ONLY));
            FileChannel channel =
                    FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new BrokerException(Reason.LOCKED, "another broker works on " + directory, null);
            }
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new BrokerException(Reason.UNWRITABLE, "cannot use directory " + directory + ": " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // Held by this very process, which file locks do not shut out.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
