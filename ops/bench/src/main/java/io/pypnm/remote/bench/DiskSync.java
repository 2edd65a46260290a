package io.pypnm.remote.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What the disk itself takes: 4 KiB written and fdatasync, one after another, into a file that is there already.
final class DiskSync {
    private static final int WRITE_BYTES = 4096;
    private static final int TIMES = 1000;

    private DiskSync() {}

    static Latencies measure(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "sync", ".bin");
        var latencies = new Latencies();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(WRITE_BYTES);
            // Space first, as both journals have theirs before they write.
            for (int i = 0; i < TIMES; i++) {
                channel.write(block.clear(), (long) i * WRITE_BYTES);
            }
            channel.force(true);
            for (int i = 0; i < TIMES; i++) {
                long start = System.nanoTime();
                channel.write(block.clear(), (long) i * WRITE_BYTES);
                channel.force(false);
                latencies.add(System.nanoTime() - start);
            }
        } finally {
            Files.delete(file);
        }
        return latencies;
    }
}
