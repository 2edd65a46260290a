package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.contracts.outcome.Reply.Captured.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was done, in order, for people. A poll that shows nothing new is not told again. Owned by one thread.
final class Trace {
    /// Far more than a measurement of all channels takes; what comes after is only counted.
    private static final int MOST_STEPS = 2_000;

    private final MonotonicClock clock;
    private final long start;
    private final List<Step> steps = new ArrayList<>();
    private int dropped;
    private final Map<String, String> lastResults = new HashMap<>();

    Trace(MonotonicClock clock) {
        this.clock = clock;
        this.start = clock.nanos();
    }

    void add(String action, String result) {
        if (steps.size() >= MOST_STEPS) {
            dropped++;
        } else {
            steps.add(new Step(millis(), action, result));
        }
        lastResults.put(action, result);
    }

    /// Adds it unless the same action came to the same the last time.
    void addIfNew(String action, String result) {
        if (!result.equals(lastResults.get(action))) {
            add(action, result);
        }
    }

    long millis() {
        return (clock.nanos() - start) / 1_000_000;
    }

    List<Step> steps() {
        if (dropped > 0) {
            List<Step> all = new ArrayList<>(steps);
            all.add(new Step(millis(), dropped + " further steps", "not kept"));
            return all;
        }
        return steps;
    }
}
