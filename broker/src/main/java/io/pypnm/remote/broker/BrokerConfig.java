package io.pypnm.remote.broker;

import java.nio.file.Path;
import java.time.Duration;

/// Settings of the embedded broker. What is not here is not for choosing: durable messages are always synced to disk,
/// the journal is always NIO, and no network port is ever opened.
///
/// @param directory        the broker's own; made if missing, and closed to other users (mode 0700)
/// @param disk             when a filling disk refuses what
/// @param commandQueue     bounds of each command queue
/// @param memoryBytes      all queues together keep at most this in memory and page the rest; at most a quarter of the
///                         heap, since Artemis's own count is about two thirds of what the messages really take
/// @param journalFileBytes size of one journal file, 1 to 64 MiB; two are made at the first start, and a new one when
///                         one is full
/// @param expiryScan       how often queues are searched for messages past their time, 100 ms to 1 min
public record BrokerConfig(
        Path directory,
        DiskMarks disk,
        QueueBounds commandQueue,
        long memoryBytes,
        int journalFileBytes,
        Duration expiryScan) {
    private static final int MIN_JOURNAL_FILE_BYTES = 1 << 20;
    private static final int MAX_JOURNAL_FILE_BYTES = 64 << 20;
    private static final Duration MIN_EXPIRY_SCAN = Duration.ofMillis(100);
    private static final Duration MAX_EXPIRY_SCAN = Duration.ofMinutes(1);

    public BrokerConfig {
        long quarter = Runtime.getRuntime().maxMemory() / 4;
        if (memoryBytes < commandQueue.memoryBytes() || memoryBytes > quarter) {
            throw new IllegalArgumentException("memoryBytes must be commandQueue.memoryBytes "
                    + commandQueue.memoryBytes() + " to a quarter of the heap, " + quarter + ", is " + memoryBytes);
        }
        if (journalFileBytes < MIN_JOURNAL_FILE_BYTES || journalFileBytes > MAX_JOURNAL_FILE_BYTES) {
            throw new IllegalArgumentException("journalFileBytes must be " + MIN_JOURNAL_FILE_BYTES + " to "
                    + MAX_JOURNAL_FILE_BYTES + ", is " + journalFileBytes);
        }
        if (expiryScan.compareTo(MIN_EXPIRY_SCAN) < 0 || expiryScan.compareTo(MAX_EXPIRY_SCAN) > 0) {
            throw new IllegalArgumentException(
                    "expiryScan must be " + MIN_EXPIRY_SCAN + " to " + MAX_EXPIRY_SCAN + ", is " + expiryScan);
        }
    }

    /// The defaults, for a broker that lives in `directory`.
    public static BrokerConfig in(Path directory) {
        return new BrokerConfig(
                directory,
                DiskMarks.DEFAULT,
                QueueBounds.DEFAULT,
                Runtime.getRuntime().maxMemory() / 4,
                10 << 20,
                Duration.ofSeconds(1));
    }
}
