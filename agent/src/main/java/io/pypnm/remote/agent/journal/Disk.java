package io.pypnm.remote.agent.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// What POSIX asks of those who want a file to outlive a power cut: the file is synced, and then its directory. Files
/// are for their owner only, since outcomes tell of subscribers.
final class Disk {
    private Disk() {}

    static void createPrivateDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            syncParent(directory);
        }
    }

    /// An empty file in place of any of that name.
    static void createPrivate(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /// Puts `from`, which is synced, in the place of `to`, for good.
    static void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncParent(to);
    }

    private static void syncParent(Path child) throws IOException {
        syncDirectory(Objects.requireNonNull(child.toAbsolutePath().getParent(), "only the root has no parent"));
    }

    /// Not for a thread that others interrupt: there is no way to do this but by a channel.
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
