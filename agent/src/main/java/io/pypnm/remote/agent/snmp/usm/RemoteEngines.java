package io.pypnm.remote.agent.snmp.usm;

import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.snmp.Octets;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;

/// The SNMP engines of all devices. Those asked least recently are forgotten first; to know one again takes a round
/// trip. Guarded by its own lock.
public final class RemoteEngines {
    /// A large operator's modems behind one jump server, at half a kilobyte each.
    static final int MOST = 50_000;

    private final MonotonicClock clock;
    private final int most;
    private final SequencedMap<InetSocketAddress, RemoteEngine> byAddress = new LinkedHashMap<>(16, 0.75f, true);
    /// RFC 3826 section 3.1.2.1 wants no salt to be used twice with a key, and lets it begin anywhere. One for all, as
    /// cloned engines share keys.
    private final AtomicLong lastSalt = new AtomicLong(new SecureRandom().nextLong());

    private final AtomicLong identified = new AtomicLong();

    public RemoteEngines(MonotonicClock clock) {
        this(clock, MOST);
    }

    RemoteEngines(MonotonicClock clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    public synchronized RemoteEngine at(InetSocketAddress address) {
        RemoteEngine engine = byAddress.computeIfAbsent(
                address, _ -> new RemoteEngine(clock, lastSalt::incrementAndGet, identified::incrementAndGet));
        if (byAddress.size() > most) {
            byAddress.pollFirstEntry();
        }
        return engine;
    }

    /// How often an engine has been identified: with another number, [#ids] are others.
    public long identified() {
        return identified.get();
    }

    /// The ids that are known, the one asked least recently first.
    public synchronized SequencedMap<InetSocketAddress, Octets> ids() {
        SequencedMap<InetSocketAddress, Octets> ids = new LinkedHashMap<>();
        byAddress.forEach((address, engine) -> {
            if (engine.isKnown()) {
                ids.put(address, engine.id());
            }
        });
        return ids;
    }

    /// Takes ids that were known before, in order.
    public void know(Map<InetSocketAddress, Octets> ids) {
        ids.forEach((address, id) -> at(address).identify(id));
    }
}
