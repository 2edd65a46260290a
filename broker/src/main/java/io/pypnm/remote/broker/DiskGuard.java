package io.pypnm.remote.broker;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The gate for new commands: closes at the high-water mark, opens again below the low one ([DiskMarks], line 1). Looks
/// at the disk when asked, and at most once a second. For any thread; one lock guards the state.
final class DiskGuard {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /// What `df` shows of one file system.
    interface Disk {
        Space space() throws IOException;

        static Disk of(Path directory) throws IOException {
            FileStore store = Files.getFileStore(directory);
            return () -> new Space(store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace());
        }
    }

    /// @param unallocatedBytes free, with what only root may take
    /// @param usableBytes      free for us
    record Space(long totalBytes, long unallocatedBytes, long usableBytes) {
        /// As `df`: of what a non-root user can have, rounded up.
        int usedPercent() {
            long usedBytes = totalBytes - unallocatedBytes;
            long reachableBytes = usedBytes + usableBytes;
            return reachableBytes == 0 ? 100 : (int) Math.ceil(100.0 * usedBytes / reachableBytes);
        }
    }

    /// What the last look found.
    ///
    /// @param problem why the disk could not be looked at; the gate is closed then
    record Reading(
            boolean open,
            int usedPercent,
            long freeBytes,
            @Nullable String problem) {}

    private final DiskMarks marks;
    private final Disk disk;
    private final InstantSource clock;
    private Reading reading;
    private Instant lookedAt;

    DiskGuard(DiskMarks marks, Disk disk, InstantSource clock) {
        this.marks = marks;
        this.disk = disk;
        this.clock = clock;
        this.reading = look(true);
        this.lookedAt = clock.instant();
    }

    synchronized Reading read() {
        Instant now = clock.instant();
        // abs: a clock that was set back must not stop us from looking.
        if (Duration.between(lookedAt, now).abs().compareTo(LOOK_EVERY) >= 0) {
            reading = look(reading.open);
            lookedAt = now;
        }
        return reading;
    }

    private Reading look(boolean open) {
        try {
            Space space = disk.space();
            int used = space.usedPercent();
            long free = space.usableBytes();
            boolean opens = open
                    ? used < marks.closeAtPercent() && free >= 2 * marks.reserveBytes()
                    : used < marks.reopenBelowPercent() && free >= 3 * marks.reserveBytes();
            return new Reading(opens, used, free, null);
        } catch (IOException e) {
            return new Reading(false, 100, 0, "cannot tell how full the disk is: " + e);
        }
    }
}
