package io.pypnm.remote.system.durability;

import io.pypnm.remote.system.trace.Syscall;
import java.util.List;

/// What a trace would look like if programs or disk were worse than they are.
enum Forgery {
    /// Nothing is ever synced.
    NEVER {
        @Override
        List<Syscall> of(List<Syscall> calls) {
            return calls.stream().filter(call -> !call.isSync()).toList();
        }
    },
    /// Every sync is begun before what it should keep is written.
    TOO_EARLY {
        @Override
        List<Syscall> of(List<Syscall> calls) {
            return calls.stream()
                    .map(call -> call.isSync() ? call.at(-1, call.returned()) : call)
                    .toList();
        }
    },
    /// Nobody waits for a sync.
    TOO_LATE {
        @Override
        List<Syscall> of(List<Syscall> calls) {
            return calls.stream()
                    .map(call -> call.isSync() ? call.at(call.entered(), Integer.MAX_VALUE) : call)
                    .toList();
        }
    },
    /// Nobody waits for an answer.
    RECEIVED_TOO_LATE {
        @Override
        List<Syscall> of(List<Syscall> calls) {
            return calls.stream()
                    .map(call -> call.isReceive() ? call.at(call.entered(), Integer.MAX_VALUE) : call)
                    .toList();
        }
    };

    abstract List<Syscall> of(List<Syscall> calls);
}
