package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Two programs in turn, so that what else the machine does meets both.
record Rounds(List<Cost> ours, List<Cost> others) {
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    /// Runs one of them.
    @FunctionalInterface
    interface Run {
        Cost once() throws Exception;
    }

    static Rounds of(Run ours, Run others) throws Exception {
        var rounds = new Rounds(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < ROUNDS; i++) {
            rounds.others.add(whole(others.once()));
            rounds.ours.add(whole(ours.once()));
        }
        return rounds;
    }

    private static Cost whole(Cost cost) {
        if (cost.failed() > 0) {
            throw new IllegalStateException(cost.failed() + " of " + cost.operations() + " failed");
        }
        return cost;
    }

    /// The middle one of ours.
    double ours(ToDoubleFunction<Cost> what) {
        return median(ours, what);
    }

    /// The middle one of the others'.
    double others(ToDoubleFunction<Cost> what) {
        return median(others, what);
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> what) {
        List<Cost> sorted =
                costs.stream().sorted(Comparator.comparingDouble(what)).toList();
        return what.applyAsDouble(sorted.get(sorted.size() / 2));
    }
}
