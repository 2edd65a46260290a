package io.pypnm.remote.agent.snmp;

import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes only when told to, so that a busy machine cannot make a device look silent.
public final class ManualClock implements MonotonicClock {
    /// So that an overflow is crossed within a test.
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    public Deadline deadlineIn(Duration left) {
        return Deadline.in(left, this);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }
}
