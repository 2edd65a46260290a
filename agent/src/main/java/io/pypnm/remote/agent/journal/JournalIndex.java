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
    /// @param spoolBytes size of its file in the spool, 0 if it has none
    record Slot(JournalEntry entry, long offset, int length, long spoolBytes, long atMillis) {
        Slot at(Stage stage) {
            return new Slot(entry.at(stage), offset, length, spoolBytes, atMillis);
        }

        boolean isSpooled() {
            return spoolBytes > 0;
        }
    }

    private final Map<CommandId, Slot> open = new LinkedHashMap<>();
    private final DeliveredIds delivered = new DeliveredIds();
    private long openBytes;
    private long spoolBytes;

    /// Takes in a record that lies at `offset`.
    void apply(JournalRecord record, long offset, int length) {
        switch (record) {
            case Started(CommandId id, Effect effect, var _, String replyTo, long at) ->
                put(new Slot(new JournalEntry(id, effect, replyTo, Stage.STARTED), offset, length, 0, at));
            case Finished(CommandId id, Effect effect, String replyTo, long at, Stored outcome) -> {
                var entry = new JournalEntry(id, effect, replyTo, Stage.FINISHED);
                put(new Slot(entry, offset, length, outcome.spoolBytes(), at));
            }
            case Received(CommandId id) ->
                find(id).filter(slot -> slot.entry().stage() == Stage.FINISHED)
                        .ifPresent(slot -> put(slot.at(Stage.RECEIVED)));
            case Delivered(CommandId id, long at) -> {
                @Nullable Slot slot = remove(id);
                if (slot == null || !slot.entry().effect().mayRunAgain()) {
                    delivered.add(id, at);
                }
            }
            case Synced _ -> {}
        }
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

    /// Of all that must be kept, spool files included.
    long bytes() {
        return fileBytes() + spoolBytes;
    }

    private void put(Slot slot) {
        remove(slot.entry().id());
        open.put(slot.entry().id(), slot);
        openBytes += slot.length();
        spoolBytes += slot.spoolBytes();
    }

    private @Nullable Slot remove(CommandId id) {
        Slot old = open.remove(id);
        if (old != null) {
            openBytes -= old.length();
            spoolBytes -= old.spoolBytes();
        }
        return old;
    }
}
