package io.pypnm.remote.gateway;

import io.pypnm.remote.gateway.dispatch.Pause;
import io.pypnm.remote.gateway.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Knows whether the ledger does its work, without making who asks wait for it: every few seconds it writes something
/// small, behind whatever waits for the disk already; and once a day it looks for damage in the whole file, and counts
/// the commands. Two threads of its own, [#beat] and [#look].
final class LedgerPulse {
    /// How the ledger is.
    sealed interface State {
        record Well() implements State {}

        /// Nothing has been written for so long, or ever; a disk that hangs shows like this.
        record Silent(Duration since) implements State {}

        /// What is not as it was written, for people.
        record Damaged(List<String> found) implements State {
            public Damaged {
                found = List.copyOf(found);
            }
        }
    }

    private static final System.Logger log = System.getLogger(LedgerPulse.class.getName());
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofDays(1);

    private final Store store;
    private final InstantSource clock;
    private volatile Instant lastBeat;
    private volatile List<String> damage = List.of();

    LedgerPulse(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.lastBeat = clock.instant();
    }

    State state() {
        Duration since = Duration.between(lastBeat, clock.instant());
        if (since.compareTo(SILENCE) > 0) {
            return new State.Silent(since);
        }
        return damage.isEmpty() ? new State.Well() : new State.Damaged(damage);
    }

    void beat() {
        new Pause(BEAT).untilInterrupted(() -> {
            store.beat();
            lastBeat = clock.instant();
        });
    }

    void look() {
        new Pause(LOOK).untilInterrupted(() -> {
            List<String> found = new ArrayList<>(store.check());
            if (found.isEmpty() && !store.ledger().addsUp()) {
                found.add("the sum of the commands is not what they come to");
            }
            damage = List.copyOf(found);
            damage.forEach(what -> log.log(System.Logger.Level.ERROR, "the ledger is damaged: " + what));
        });
    }
}
