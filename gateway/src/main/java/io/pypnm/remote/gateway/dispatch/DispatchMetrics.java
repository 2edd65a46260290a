package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.gateway.ledger.Settlement;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// Counters of what came back. `late`, `not_yours` and `missing` are for people: a rising `late` means agents answer
/// after the reconcile deadline; `not_yours` above zero means an agent speaks for another one; `damaged` above zero
/// means a disk or a program is broken.
public final class DispatchMetrics {
    /// What an outcome that came back can be worth: all but what only the gateway's own can.
    public static final Set<Settlement> COUNTED =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Settlement.DELIVERED)));

    private final Map<Settlement, LongAdder> settlements = new EnumMap<>(Settlement.class);
    private final LongAdder damaged = new LongAdder();

    public DispatchMetrics() {
        for (Settlement settlement : Settlement.values()) {
            settlements.put(settlement, new LongAdder());
        }
    }

    void settled(Settlement settlement) {
        counter(settlement).increment();
    }

    void damaged() {
        damaged.increment();
    }

    public long count(Settlement settlement) {
        return counter(settlement).sum();
    }

    public long damagedCount() {
        return damaged.sum();
    }

    private LongAdder counter(Settlement settlement) {
        return Objects.requireNonNull(settlements.get(settlement));
    }
}
