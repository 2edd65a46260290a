package io.pypnm.remote.agent.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pypnm.remote.agent.testing.MovableClock;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.command.Effect;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One directory with a small journal, which may be opened again and again.
final class JournalBench {
    static final String REPLY_TO = "outcomes.gw-1";
    static final JournalConfig SMALL = new JournalConfig(64 << 10, 256 << 10, 1000, 256, 4 << 10, Duration.ofHours(25));

    final MovableClock clock = new MovableClock();
    final CommandIds ids = new CommandIds(clock, new Random(1));
    private final Path directory;

    JournalBench(Path directory) {
        this.directory = directory;
    }

    Journal open() throws IOException {
        return Journal.open(directory, SMALL, clock);
    }

    Path file() {
        return directory.resolve("journal");
    }

    /// Appends reads that are delivered at once until the file is rewritten. Returns its size before.
    long forceCompaction(Journal journal) throws IOException {
        long size = Files.size(file());
        while (true) {
            deliverRead(journal);
            long next = Files.size(file());
            if (next < size) {
                return size;
            }
            size = next;
        }
    }

    void deliverReadsForEver(Journal journal) throws IOException {
        while (true) {
            deliverRead(journal);
        }
    }

    void deliverRead(Journal journal) throws IOException {
        CommandId id = ids.next();
        journal.finished(id, Effect.READ, REPLY_TO, bytes("x".repeat(500)));
        journal.delivered(id);
    }

    /// Of this process; proc(5).
    static List<Path> openFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                try {
                    files.add(Files.readSymbolicLink(link));
                } catch (NoSuchFileException e) {
                    // Closed meanwhile, by another thread.
                }
            }
        }
        return files;
    }

    static String inline(Journal journal, CommandId id) throws IOException {
        return journal.outcome(id) instanceof OutcomeBody.Inline(byte[] bytes) ? new String(bytes, UTF_8) : "spooled";
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
