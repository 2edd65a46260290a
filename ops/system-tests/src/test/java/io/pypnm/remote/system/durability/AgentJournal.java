package io.pypnm.remote.system.durability;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.system.trace.Bytes;
import io.pypnm.remote.system.trace.SyncedWrites;
import io.pypnm.remote.system.trace.Syscall;
import java.util.List;
import java.util.OptionalInt;

/// Since when the agent's journal has what: in each of its records the kind stands before the id.
final class AgentJournal {
    private static final byte STARTED = 1;
    private static final byte FINISHED_HERE = 2;

    private final SyncedWrites synced;

    private AgentJournal(SyncedWrites synced) {
        this.synced = synced;
    }

    static AgentJournal of(List<Syscall> calls) {
        return new AgentJournal(SyncedWrites.of(calls, path -> path.endsWith("/journal")));
    }

    OptionalInt startSafeAt(CommandId id) {
        return synced.safeAt(data -> hasRecord(data, STARTED, id), -1);
    }

    OptionalInt outcomeSafeAt(CommandId id) {
        return synced.safeAt(data -> hasRecord(data, FINISHED_HERE, id), -1);
    }

    private static boolean hasRecord(byte[] data, byte kind, CommandId id) {
        byte[] wanted = Bytes.of(id.value());
        for (int at = Bytes.indexOf(data, wanted, 1); at >= 0; at = Bytes.indexOf(data, wanted, at + 1)) {
            if (data[at - 1] == kind) {
                return true;
            }
        }
        return false;
    }
}
