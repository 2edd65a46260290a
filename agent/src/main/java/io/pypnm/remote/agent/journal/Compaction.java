package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.agent.journal.JournalIndex.Slot;
import io.pypnm.remote.agent.journal.JournalRecord.Delivered;
import io.pypnm.remote.agent.journal.JournalRecord.Received;
import io.pypnm.remote.agent.journal.JournalRecord.Synced;
import io.pypnm.remote.contracts.address.InstanceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes what must be kept into a new file, which then takes the old one's place. A crash at any point leaves the one
/// or the other, whole. Used by the journal's thread only.
final class Compaction {
    /// The new file, open, and what is in it.
    record Result(JournalFile file, JournalIndex index) {}

    private final Path path;
    private final Path fresh;
    private final InstanceId instance;
    private final long minBytes;
    /// Where the old file ended when it could not be compacted, and a little: there it is tried again.
    private long retryAbove;

    /// @param minBytes size below which a file is left alone
    Compaction(Path path, InstanceId instance, long minBytes) {
        this.path = path;
        this.fresh = path.resolveSibling(path.getFileName() + ".new");
        this.instance = instance;
        this.minBytes = minBytes;
    }

    /// When most of a large file is of no use any more; after a failure, when it has grown by as much again as makes a
    /// file large.
    boolean isDue(JournalFile file, JournalIndex index) {
        return file.end() > Math.max(minBytes, retryAbove) && file.end() > 2 * index.fileBytes();
    }

    /// Writes the new file beside the old one and syncs it. Changes nothing else.
    ///
    /// @param open      what has its records in `old`
    /// @param delivered ids to be remembered
    Result write(JournalFile old, List<Slot> open, List<Delivered> delivered) throws IOException {
        try {
            return writeFresh(old, open, delivered);
        } catch (IOException e) {
            retryAbove = old.end() + minBytes;
            try {
                Files.deleteIfExists(fresh);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private Result writeFresh(JournalFile old, List<Slot> open, List<Delivered> delivered) throws IOException {
        JournalFile file = JournalFile.create(fresh, instance);
        try {
            var copy = new Copy(file);
            for (Slot slot : open) {
                copy.add(old.read(slot.offset(), slot.length()));
                if (slot.entry().stage() == Stage.RECEIVED) {
                    copy.add(new Received(slot.entry().id()));
                }
            }
            for (Delivered id : delivered) {
                copy.add(id);
            }
            copy.flush();
            long upTo = file.end();
            file.sync();
            copy.add(new Synced(upTo));
            copy.flush();
            return new Result(file, copy.index);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// Puts the new file in the old one's place. If that fails nobody knows which of the two is there.
    void replace() throws IOException {
        Disk.replace(fresh, path);
        retryAbove = 0;
    }

    /// The new file and its index as they grow, many records at a write.
    private static final class Copy {
        private static final int WRITE_BYTES = 64 << 10;

        private final JournalFile file;
        private final JournalIndex index = new JournalIndex();
        private final List<ByteBuffer> gathered = new ArrayList<>();
        private int gatheredBytes;

        private Copy(JournalFile file) {
            this.file = file;
        }

        private void add(JournalRecord record) throws IOException {
            ByteBuffer bytes = RecordCodec.encode(record);
            int length = bytes.remaining();
            index.apply(record, file.end() + gatheredBytes, length);
            gathered.add(bytes);
            gatheredBytes += length;
            if (gatheredBytes >= WRITE_BYTES) {
                flush();
            }
        }

        private void flush() throws IOException {
            file.append(gathered);
            gathered.clear();
            gatheredBytes = 0;
        }
    }
}
