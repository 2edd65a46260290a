package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.agent.journal.JournalIndex.Slot;
import io.pypnm.remote.agent.journal.JournalRecord.Delivered;
import io.pypnm.remote.agent.journal.JournalRecord.Received;
import io.pypnm.remote.agent.journal.JournalRecord.Synced;
import io.pypnm.remote.contracts.address.InstanceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Writes what must be kept into a new file, which then takes the old one's place. A crash at any point leaves the one
/// or
/// the other, whole. Used by the journal's thread only.
final class Compaction {
    /// The new file, open, and what is in it.
    record Result(JournalFile file, JournalIndex index) {}

    private final Path path;
    private final Path fresh;
    private final InstanceId instance;
    private final long minBytes;

    /// @param minBytes size below which a file is left alone
    Compaction(Path path, InstanceId instance, long minBytes) {
        this.path = path;
        this.fresh = path.resolveSibling(path.getFileName() + ".new");
        this.instance = instance;
        this.minBytes = minBytes;
    }

    /// When most of a large file is of no use any more.
    boolean isDue(JournalFile file, JournalIndex index) {
        return file.end() > minBytes && file.end() > 2 * index.fileBytes();
    }

    /// Writes the new file beside the old one and syncs it. Changes nothing else.
    ///
    /// @param open      what has its records in `old`
    /// @param delivered ids to be remembered
    Result write(JournalFile old, List<Slot> open, List<Delivered> delivered) throws IOException {
        JournalFile file = JournalFile.create(fresh, instance);
        try {
            JournalIndex index = new JournalIndex();
            for (Slot slot : open) {
                append(old.read(slot.offset(), slot.length()), file, index);
                if (slot.entry().stage() == Stage.RECEIVED) {
                    append(new Received(slot.entry().id()), file, index);
                }
            }
            for (Delivered id : delivered) {
                append(id, file, index);
            }
            long upTo = file.end();
            file.sync();
            append(new Synced(upTo), file, index);
            return new Result(file, index);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// Puts the new file in the old one's place. If that fails nobody knows which of the two is there.
    void replace() throws IOException {
        Disk.replace(fresh, path);
    }

    private static void append(JournalRecord record, JournalFile file, JournalIndex index) throws IOException {
        ByteBuffer bytes = RecordCodec.encode(record);
        int length = bytes.remaining();
        long offset = file.end();
        file.append(List.of(bytes));
        index.apply(record, offset, length);
    }
}
