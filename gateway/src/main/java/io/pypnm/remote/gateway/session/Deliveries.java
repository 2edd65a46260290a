package io.pypnm.remote.gateway.session;

import io.pypnm.remote.contracts.address.CommandId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The commands an agent has and has not acknowledged. Safe for use by many threads.
final class Deliveries {
    private final Map<String, InFlight> held = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    /// What a delivery is to be named by, once in the session: an ACK that comes late can never mean another one.
    String nextId() {
        return Long.toString(last.incrementAndGet());
    }

    void add(InFlight delivery) {
        held.put(delivery.ackId(), delivery);
    }

    /// The delivery of that name, which is then no longer held.
    Optional<InFlight> take(String ackId) {
        return Optional.ofNullable(held.remove(ackId));
    }

    /// Forgets what a feed delivered: it goes back to its queue.
    void forget(LaneFeed feed) {
        held.values().removeIf(delivery -> delivery.feed() == feed);
    }

    void clear() {
        held.clear();
    }

    boolean holds(CommandId command) {
        return held.values().stream().anyMatch(delivery -> delivery.command().equals(command));
    }

    int count() {
        return held.size();
    }
}
