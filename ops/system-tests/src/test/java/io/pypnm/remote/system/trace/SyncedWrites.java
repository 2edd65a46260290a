package io.pypnm.remote.system.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// Since when what was written to a file is safe: from the return of a sync of that file that began after the write had
/// returned.
public final class SyncedWrites {
    private final List<Syscall> writes;
    private final Map<String, List<Syscall>> syncs = new HashMap<>();

    private SyncedWrites(List<Syscall> writes) {
        this.writes = writes;
    }

    /// Looks at the files of which the path is wanted.
    public static SyncedWrites of(List<Syscall> calls, Predicate<String> wanted) {
        var synced = new SyncedWrites(calls.stream()
                .filter(call -> call.isFileWrite() && wanted.test(call.target()))
                .sorted(Comparator.comparingInt(Syscall::entered))
                .toList());
        calls.stream()
                .filter(call -> call.isSync() && wanted.test(call.target()))
                .forEach(sync -> synced.syncs
                        .computeIfAbsent(sync.target(), _ -> new ArrayList<>())
                        .add(sync));
        return synced;
    }

    /// In the order in which they were begun.
    public List<Syscall> writes() {
        return writes;
    }

    /// The line at which the first write of such content, begun after `line`, is safe.
    ///
    /// @return empty if there is no such write, or no sync after it
    public OptionalInt safeAt(Predicate<byte[]> content, int line) {
        return writes.stream()
                .filter(write -> write.entered() > line && content.test(write.data()))
                .findFirst()
                .map(this::safeAt)
                .orElse(OptionalInt.empty());
    }

    /// The line at which this write is safe.
    public OptionalInt safeAt(Syscall write) {
        return syncs.getOrDefault(write.target(), List.of()).stream()
                .filter(sync -> sync.entered() > write.returned())
                .mapToInt(Syscall::returned)
                .min();
    }
}
