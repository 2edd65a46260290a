package io.pypnm.remote.gateway.locate;

import io.pypnm.remote.contracts.command.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The registrations of a CMTS as a walk of its whole table found them: for CMTSs that cannot be asked for one MAC, and
/// for registrations that do not have the number of their modem. What it says is to be verified with the CMTS, so it
/// may be old; what it lacks is looked for by a new walk, at most once a minute. Many threads ask, one walks, the
/// others wait for it.
final class WalkedTable {
    /// A walk is hundreds of PDUs, which a CMTS's control plane feels.
    private static final Duration BETWEEN_WALKS = Duration.ofMinutes(1);

    /// Reads the table.
    @FunctionalInterface
    interface Walk {
        Rows run() throws UnansweredException, InterruptedException;
    }

    /// What a walk found.
    ///
    /// @param missing why it is not the whole table; empty if it is
    record Rows(MacTable byMac, String missing) {}

    private final InstantSource clock;
    private final ReentrantLock turn = new ReentrantLock();
    /// Set under `turn`.
    private volatile Rows rows = new Rows(new MacTable(), "");
    /// Guarded by `turn`.
    private Instant lastWalk = Instant.MIN;
    /// Of the last walk. Guarded by `turn`.
    private @Nullable UnansweredException failure;

    WalkedTable(InstantSource clock) {
        this.clock = clock;
    }

    /// The registration of this modem, as far as is known without a walk.
    OptionalLong known(MacAddress mac) {
        return rows.byMac().find(mac);
    }

    /// The registration of this modem by a walk, unless the last one was not a minute ago.
    ///
    /// @return empty if there is none
    /// @throws UnansweredException if the table could not be read, or not to its end, and what was read lacks the modem
    OptionalLong refreshed(MacAddress mac, Walk walk) throws UnansweredException, InterruptedException {
        turn.lockInterruptibly();
        try {
            if (!clock.instant().isBefore(nextWalk())) {
                failure = null;
                try {
                    rows = walk.run();
                } catch (UnansweredException e) {
                    failure = e;
                } finally {
                    lastWalk = clock.instant();
                }
            }
            OptionalLong found = known(mac);
            if (found.isEmpty() && failure != null) {
                throw failure;
            }
            if (found.isEmpty() && !rows.missing().isEmpty()) {
                throw new UnansweredException(Unanswered.Why.TABLE_CUT, rows.missing());
            }
            return found;
        } finally {
            turn.unlock();
        }
    }

    private Instant nextWalk() {
        return lastWalk.equals(Instant.MIN) ? lastWalk : lastWalk.plus(BETWEEN_WALKS);
    }
}
