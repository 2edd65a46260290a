package io.pypnm.remote.agent.journal;

import io.pypnm.remote.agent.journal.JournalRecord.Delivered;
import io.pypnm.remote.contracts.address.CommandId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// The ids of every `set` and `act` that was answered for good, by the hour of the answer, so that an hour is forgotten
/// at once. About 80 bytes of heap each. Guarded by the journal's lock.
final class DeliveredIds {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final SortedMap<Long, Set<UUID>> idsByHour = new TreeMap<>();
    private int size;

    void add(CommandId id, long atMillis) {
        Set<UUID> ids = idsByHour.computeIfAbsent(Math.floorDiv(atMillis, HOUR_MILLIS), _ -> new HashSet<>());
        size += ids.add(id.value()) ? 1 : 0;
    }

    boolean contains(CommandId id) {
        for (Set<UUID> ids : idsByHour.values()) {
            if (ids.contains(id.value())) {
                return true;
            }
        }
        return false;
    }

    /// Forgets the hours that ended before `cutoffMillis`.
    void forget(long cutoffMillis) {
        SortedMap<Long, Set<UUID>> old = idsByHour.headMap(Math.floorDiv(cutoffMillis, HOUR_MILLIS));
        for (Set<UUID> ids : old.values()) {
            size -= ids.size();
        }
        old.clear();
    }

    int size() {
        return size;
    }

    /// A record for every id, with a time of its hour.
    List<Delivered> records() {
        List<Delivered> records = new ArrayList<>(size);
        idsByHour.forEach(
                (hour, ids) -> ids.forEach(id -> records.add(new Delivered(new CommandId(id), hour * HOUR_MILLIS))));
        return records;
    }
}
