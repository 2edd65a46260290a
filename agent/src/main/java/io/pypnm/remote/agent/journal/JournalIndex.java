package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.agent.journal.JournalRecord.Delivered;
import io.pypnm.remote.agent.journal.JournalRecord.Finished;
import io.pypnm.remote.agent.journal.JournalRecord.Received;
import io.pypnm.remote.agent.journal.JournalRecord.Started;
import io.pypnm.remote.agent.journal.JournalRecord.Stored;
import io.pypnm.remote.agent.journal.JournalRecord.Synced;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the records of a journal add up to. Guarded by the journal's lock.
final class JournalIndex {
    /// An open command and where its last telling record is.
    ///
    /// @param largeBytes   size of its outcome's file in the spool, 0 if it has none
    /// @param contentBytes size of its content in the spool, 0 if it has none
    record Slot(JournalEntry entry, long offset, int length, long largeBytes, long contentBytes, long atMillis) {
        Slot at(Stage stage) {
            return new Slot(entry.at(stage), offset, length, largeBytes, contentBytes, atMillis);
        }

        boolean isSpooled() {
            return largeBytes + contentBytes > 0;
        }

        /// Whether a receipt is the end of it: the gateway may never ask for it again, and a content takes much room.
        /// Should it ask, the command runs again.
        boolean endsWithReceipt() {
            return contentBytes > 0 && entry.effect().mayRunAgain();
        }
    }

    private final Map<CommandId, Slot> open = new LinkedHashMap<>();
    private final DeliveredIds delivered = new DeliveredIds();
    private long openBytes;
    private long largeBytes;
    private long contentBytes;

    /// Takes in a record that lies at `offset`.
    ///
    /// @return the command whose files in the spool are of no use any more, if there is one
    Optional<CommandId> apply(JournalRecord record, long offset, int length) {
        return switch (record) {
            case Started(CommandId id, Effect effect, var _, String replyTo, long at) -> {
                put(new Slot(new JournalEntry(id, effect, replyTo, Stage.STARTED), offset, length, 0, 0, at));
                yield Optional.empty();
            }
            case Finished(CommandId id, Effect effect, String replyTo, long at, Stored outcome) -> {
                var entry = new JournalEntry(id, effect, replyTo, Stage.FINISHED);
                put(new Slot(entry, offset, length, outcome.largeBytes(), outcome.contentBytes(), at));
                yield Optional.empty();
            }
            case Received(CommandId id) -> received(id);
            case Delivered(CommandId id, long at) -> {
                @Nullable Slot slot = remove(id);
                if (slot == null || !slot.entry().effect().mayRunAgain()) {
                    delivered.add(id, at);
                }
                yield slot != null && slot.isSpooled() ? Optional.of(id) : Optional.empty();
            }
            case Synced _ -> Optional.empty();
        };
    }

    private Optional<CommandId> received(CommandId id) {
        @Nullable Slot slot = open.get(id);
        if (slot == null || slot.entry().stage() != Stage.FINISHED) {
            return Optional.empty();
        }
        if (slot.endsWithReceipt()) {
            remove(id);
            return Optional.of(id);
        }
        put(slot.at(Stage.RECEIVED));
        return Optional.empty();
    }

    /// Forgets the ids that were answered for good before `cutoffMillis`.
    void forget(long cutoffMillis) {
        delivered.forget(cutoffMillis);
    }

    /// What the gateway received before `cutoffMillis` and never acknowledged: it will not ask for it any more.
    List<CommandId> receivedBefore(long cutoffMillis) {
        return open.values().stream()
                .filter(slot -> slot.entry().stage() == Stage.RECEIVED && slot.atMillis() < cutoffMillis)
                .map(slot -> slot.entry().id())
                .toList();
    }

    Optional<Slot> find(CommandId id) {
        return Optional.ofNullable(open.get(id));
    }

    boolean wasDelivered(CommandId id) {
        return delivered.contains(id);
    }

    /// In the order of their last records.
    List<Slot> open() {
        return new ArrayList<>(open.values());
    }

    /// Those that have a file in the spool.
    Set<CommandId> spooled() {
        return open.values().stream()
                .filter(Slot::isSpooled)
                .map(slot -> slot.entry().id())
                .collect(Collectors.toSet());
    }

    /// How many ids are remembered of what was answered for good.
    int deliveredIds() {
        return delivered.size();
    }

    /// A record for each of them.
    List<Delivered> delivered() {
        return delivered.records();
    }

    /// Of the records that must be kept.
    long fileBytes() {
        return openBytes + (long) delivered.size() * RecordCodec.DELIVERED_BYTES;
    }

    /// Of all that must be kept, large outcomes included and contents not.
    long bytes() {
        return fileBytes() + largeBytes;
    }

    /// Of all contents that must be kept.
    long contentBytes() {
        return contentBytes;
    }

    private void put(Slot slot) {
        remove(slot.entry().id());
        open.put(slot.entry().id(), slot);
        openBytes += slot.length();
        largeBytes += slot.largeBytes();
        contentBytes += slot.contentBytes();
    }

    private @Nullable Slot remove(CommandId id) {
        Slot old = open.remove(id);
        if (old != null) {
            openBytes -= old.length();
            largeBytes -= old.largeBytes();
            contentBytes -= old.contentBytes();
        }
        return old;
    }
}
