package io.pypnm.remote.agent.snmp.usm;

import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.snmp.Octets;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What is known of the SNMP engine at one address: its id, and its clock. Guarded by its own lock.
///
/// Kept by address and not by engine id, as RFC 3414 section 2.3 has it, since cloned devices share an id and would set
/// each other's clock.
public final class RemoteEngine {
    private static final Octets UNKNOWN = Octets.of();
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /// RFC 3414 section 2.2.3, in seconds.
    private static final int TIME_WINDOW = 150;

    private static final int LAST_BOOTS = Integer.MAX_VALUE;

    private final MonotonicClock clock;
    private final LongSupplier salts;
    private final Runnable onIdentified;
    private Octets id = UNKNOWN;
    private int boots;
    /// The latest that it has told.
    private int time;
    private long timeNanos;
    private @Nullable UsmKeys localizedFrom;
    private @Nullable LocalKeys localized;
    private boolean understood;

    /// @param salts        never the same number twice
    /// @param onIdentified told of every new id; must not ask this engine anything
    RemoteEngine(MonotonicClock clock, LongSupplier salts, Runnable onIdentified) {
        this.clock = clock;
        this.salts = salts;
        this.onIdentified = onIdentified;
    }

    /// What one user's next message needs.
    ///
    /// @param boots 0 while it is unknown, as is
    /// @param time  seconds since it booted, as its clock should stand now
    /// @param salt  of this message only
    public record Reading(Octets id, LocalKeys keys, int boots, int time, long salt) {}

    public synchronized boolean isKnown() {
        return id.length() > 0;
    }

    /// Its id, empty while it is unknown.
    synchronized Octets id() {
        return id;
    }

    public synchronized Reading read(UsmKeys user) {
        return new Reading(id, localize(user), boots, timeNow(), salts.getAsLong());
    }

    private int timeNow() {
        long seconds = boots == 0 && time == 0 ? 0 : time + (clock.nanos() - timeNanos) / NANOS_PER_SECOND;
        return (int) Math.min(seconds, Integer.MAX_VALUE);
    }

    /// Takes note that the engine of that id has answered a message with all the security that this user has.
    public synchronized void understood(Octets by, UsmKeys user) {
        understood |= by.equals(id) && localizedFrom == user;
    }

    /// Whether it is known to have this user's keys.
    public synchronized boolean understands(UsmKeys user) {
        return understood && localizedFrom == user;
    }

    /// The first device answers at that address, or another one.
    public synchronized void identify(Octets newId) {
        if (id.equals(newId)) {
            return;
        }
        id = newId;
        boots = 0;
        time = 0;
        localizedFrom = null;
        localized = null;
        understood = false;
        onIdentified.run();
    }

    /// Sets the clock by an authentic report that answers a message of ours, also back: devices that lose their memory
    /// boot for the first time again. It is no replay of an old report, as no message has carried its id before. Of no
    /// effect if another engine has been identified meanwhile.
    public synchronized void set(Octets by, int newBoots, int newTime) {
        if (by.equals(id)) {
            set(newBoots, newTime);
        }
    }

    private void set(int newBoots, int newTime) {
        boots = newBoots;
        time = newTime;
        timeNanos = clock.nanos();
    }

    /// Looks at the clock in an authentic message, and sets ours by it if it is ahead of all that came before (RFC 3414
    /// section 3.2 step 7b).
    ///
    /// @return whether the message is of our days: no older than the window by our clock as it goes on, and of the
    ///     engine that is here now
    public synchronized boolean accept(Octets by, int newBoots, int newTime) {
        if (!by.equals(id)) {
            return false;
        }
        if (newBoots > boots || (newBoots == boots && newTime > time)) {
            set(newBoots, newTime);
        }
        return newBoots == boots && newBoots != LAST_BOOTS && newTime >= timeNow() - TIME_WINDOW;
    }

    /// Made once, unless users take turns.
    private LocalKeys localize(UsmKeys user) {
        LocalKeys keys = localized;
        if (keys == null || localizedFrom != user) {
            keys = user.at(id);
            localized = keys;
            localizedFrom = user;
            understood = false;
        }
        return keys;
    }
}
