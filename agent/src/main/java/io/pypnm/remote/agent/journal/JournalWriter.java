package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.AppendQueue.Append;
import io.pypnm.remote.agent.journal.JournalIndex.Slot;
import io.pypnm.remote.agent.journal.JournalRecord.Delivered;
import io.pypnm.remote.agent.journal.JournalRecord.Synced;
import io.pypnm.remote.contracts.address.CommandId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Owns the file. Its thread `journal` takes all records that have gathered, writes them in one go, tells those who
/// need no sync, syncs once, and tells the others. It is a thread of its own because an interrupt closes the channel
/// it hits.
///
/// File and index are changed by that thread only, under `lock`; everybody may read them under it.
final class JournalWriter {
    private static final System.Logger log = System.getLogger(Journal.class.getName());

    private final AppendQueue queue = new AppendQueue();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Thread thread = Thread.ofPlatform().name("journal").unstarted(this::run);
    private final Compaction compaction;
    private final Spool spool;
    private final JournalConfig config;
    private final InstantSource clock;
    private final Object lock = new Object();
    private JournalFile file;
    private JournalIndex index;
    private volatile @Nullable IOException broken;

    JournalWriter(
            JournalFile file,
            JournalIndex index,
            Spool spool,
            Compaction compaction,
            JournalConfig config,
            InstantSource clock) {
        this.file = file;
        this.index = index;
        this.spool = spool;
        this.compaction = compaction;
        this.config = config;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    boolean isUsable() {
        return broken == null;
    }

    /// Whether what must be kept is within the bounds, old ids forgotten.
    boolean hasRoom() {
        if (query(this::isFull)) {
            forget();
        }
        return isUsable() && !query(this::isFull);
    }

    private boolean isFull(JournalIndex known) {
        return known.bytes() >= config.maxBytes() || known.deliveredIds() >= config.maxIds();
    }

    <T> T query(Function<JournalIndex, T> question) {
        synchronized (lock) {
            return question.apply(index);
        }
    }

    /// The last telling record of an open command.
    JournalRecord read(CommandId id) throws IOException {
        synchronized (lock) {
            Slot slot = index.find(id).orElseThrow(() -> new IllegalArgumentException("nothing is kept for " + id));
            return file.read(slot.offset(), slot.length());
        }
    }

    /// Returns when the record is written and, if `sync`, on disk.
    void append(JournalRecord record, boolean sync) throws IOException {
        Append append = Append.of(record, sync);
        if (!queue.put(append)) {
            throw new IOException("the journal is closed");
        }
        try {
            append.done().join();
        } catch (CompletionException e) {
            throw new IOException("the journal cannot be written", e.getCause());
        }
    }

    /// Has the record written some time soon.
    void appendLater(JournalRecord record) {
        queue.putLazily(Append.of(record, false));
    }

    /// Returns when everything appended before is on disk and the file is closed.
    void close() {
        queue.close();
        ended.join();
    }

    private void run() {
        for (List<Append> batch = queue.takeAll(); !batch.isEmpty(); batch = queue.takeAll()) {
            try {
                write(batch);
            } catch (IOException e) {
                fail(batch, e);
            } catch (RuntimeException | Error e) {
                // Also of an error: the thread must not end while others wait for it.
                broken = new IOException("a fault of ours stopped the journal: " + e, e);
                fail(batch, broken);
            }
        }
        try (JournalFile _ = file) {
            if (isUsable()) {
                sync(false);
            }
        } catch (IOException e) {
            log.log(Level.ERROR, "the journal cannot be closed", e);
        }
        ended.complete(null);
    }

    private static void fail(List<Append> batch, IOException e) {
        log.log(Level.ERROR, "the journal cannot be written", e);
        batch.forEach(append -> append.done().completeExceptionally(e));
    }

    private void write(List<Append> batch) throws IOException {
        IOException known = broken;
        if (known != null) {
            throw known;
        }
        commit(batch);
        boolean due = query(it -> compaction.isDue(file, it));
        if (due || query(this::isFull)) {
            expire();
        }
        if (due) {
            compact();
        }
    }

    /// Writes the batch and tells those who wait for it. A spool file is removed only when the record that says so is
    /// on disk: after a power cut a record without its file would be damage.
    private void commit(List<Append> batch) throws IOException {
        List<CommandId> unspooled = append(batch);
        batch.stream().filter(append -> !append.sync()).forEach(Append::complete);
        List<Append> waiting = batch.stream().filter(Append::sync).toList();
        if (!waiting.isEmpty() || !unspooled.isEmpty()) {
            sync(waiting.stream().anyMatch(Append::isInSpool));
        }
        waiting.forEach(Append::complete);
        unspooled.forEach(spool::remove);
    }

    /// Returns the commands whose spool files are of no use any more.
    private List<CommandId> append(List<Append> batch) throws IOException {
        List<CommandId> unspooled = new ArrayList<>();
        synchronized (lock) {
            long offset = file.end();
            appendToFile(batch.stream().map(Append::bytes).toList());
            for (Append append : batch) {
                int length = append.bytes().limit();
                index.apply(append.record(), offset, length).ifPresent(unspooled::add);
                offset += length;
            }
        }
        return unspooled;
    }

    /// After a failed sync the kernel may forget what it could not write, so a second try would prove nothing.
    private void sync(boolean spoolToo) throws IOException {
        try {
            if (spoolToo) {
                spool.sync();
            }
            file.sync();
        } catch (IOException e) {
            broken = e;
            throw e;
        }
        mark();
    }

    /// Says in the file that all of it is on disk. Only damage of a later day would be known by that, so a disk that is
    /// full at this very byte breaks no promise.
    private void mark() {
        try {
            appendToFile(List.of(RecordCodec.encode(new Synced(file.end()))));
        } catch (IOException e) {
            log.log(Level.WARNING, "the journal is on disk, but does not say so: {0}", e.toString());
        }
    }

    private void appendToFile(List<ByteBuffer> records) throws IOException {
        try {
            file.append(records);
        } catch (JournalDamagedException e) {
            broken = e;
            throw e;
        }
    }

    /// Counts as delivered what the gateway has had for so long that it will not ask again.
    private void expire() throws IOException {
        long now = clock.millis();
        List<Append> old = query(it -> it.receivedBefore(cutoffMillis())).stream()
                .map(id -> Append.of(new Delivered(id, now), false))
                .toList();
        commit(old);
        forget();
    }

    private void compact() throws IOException {
        List<Slot> open = query(JournalIndex::open);
        List<Delivered> delivered = query(JournalIndex::delivered);
        Compaction.Result result;
        try {
            result = compaction.write(file, open, delivered);
        } catch (IOException e) {
            log.log(Level.ERROR, "the journal cannot be compacted and goes on growing", e);
            return;
        }
        try {
            compaction.replace();
        } catch (IOException e) {
            broken = e;
            try (JournalFile _ = result.file()) {
                throw e;
            }
        }
        // The old one is closed last: if that fails, it is the new one all the same that has the journal's name.
        try (JournalFile _ = file) {
            synchronized (lock) {
                file = result.file();
                index = result.index();
            }
        } catch (IOException e) {
            log.log(Level.WARNING, "the journal from before its compaction cannot be closed: {0}", e.toString());
        }
    }

    private void forget() {
        synchronized (lock) {
            index.forget(cutoffMillis());
        }
    }

    private long cutoffMillis() {
        return clock.millis() - config.retention().toMillis();
    }
}
