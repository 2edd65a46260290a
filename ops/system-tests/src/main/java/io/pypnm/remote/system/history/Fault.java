package io.pypnm.remote.system.history;

import io.pypnm.remote.system.history.HistoryEvent.Killed;
import io.pypnm.remote.system.history.HistoryEvent.Ready;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A kill, and the end of its consequences. Filled by [History] and then only read.
final class Fault {
    private final Killed killed;
    private @Nullable Ready ready;

    Fault(Killed killed) {
        this.killed = killed;
    }

    void healedBy(Ready candidate) {
        if (ready == null
                && candidate.process().equals(killed.process())
                && !candidate.at().isBefore(killed.at())) {
            ready = candidate;
        }
    }

    Killed killed() {
        return killed;
    }

    Instant at() {
        return killed.at();
    }

    Optional<Duration> recovery() {
        return ready == null ? Optional.empty() : Optional.of(Duration.between(killed.at(), ready.at()));
    }

    /// When it was over; the time of the kill if it never was.
    Instant healedAt() {
        return ready == null ? killed.at() : ready.at();
    }
}
