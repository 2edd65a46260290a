package io.pypnm.remote.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The agent's directory, `~/.pypnm-agent` unless told otherwise, held by one process at a time.
final class AgentHome implements AutoCloseable {
    private final FileLock lock;

    private AgentHome(FileLock lock) {
        this.lock = lock;
    }

    static Path config(Path home) {
        return home.resolve("agent_config.json");
    }

    static Path journal(Path home) {
        return home.resolve("journal");
    }

    static Path status(Path home) {
        return home.resolve("status.json");
    }

    static Path knownHosts(Path home) {
        return home.resolve("known_hosts");
    }

    static Path engineIds(Path home) {
        return home.resolve("snmp-engines");
    }

    static Path logs(Path home) {
        return home.resolve("logs");
    }

    /// Takes the directory, made if need be; empty if another process has it.
    static Optional<AgentHome> take(Path home) throws IOException {
        create(home);
        FileChannel channel =
                FileChannel.open(home.resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new AgentHome(lock));
            }
        } catch (OverlappingFileLockException e) {
            // Another agent in this very process; the answer is the same.
        }
        channel.close();
        return Optional.empty();
    }

    /// Makes the directory, if need be.
    static void create(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}
