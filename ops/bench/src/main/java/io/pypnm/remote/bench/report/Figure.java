package io.pypnm.remote.bench.report;

import java.util.Optional;

/// One thing measured.
///
/// @param beside what of the same run it is compared with
/// @param target what it is to reach
public record Figure(String name, double value, String unit, Optional<Beside> beside, Optional<Target> target) {
    /// What it is compared with.
    ///
    /// @param value in the figure's unit
    public record Beside(String name, double value) {}

    /// A bound that the figure itself still meets.
    public record Target(Bound bound, double limit) {}

    /// Which side of the limit is the good one.
    public enum Bound {
        AT_MOST("<="),
        AT_LEAST(">=");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /// @throws IllegalStateException if the value is no number: whatever should have been measured was not
    public Figure {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(name + " was not measured");
        }
    }

    public static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, Optional.empty(), Optional.empty());
    }

    public Figure beside(String other, double its) {
        return new Figure(name, value, unit, Optional.of(new Beside(other, its)), target);
    }

    public Figure atMost(double limit) {
        return new Figure(name, value, unit, beside, Optional.of(new Target(Bound.AT_MOST, limit)));
    }

    public Figure atLeast(double limit) {
        return new Figure(name, value, unit, beside, Optional.of(new Target(Bound.AT_LEAST, limit)));
    }

    boolean missed() {
        return target.filter(it -> switch (it.bound()) {
                    case AT_MOST -> value > it.limit();
                    case AT_LEAST -> value < it.limit();
                })
                .isPresent();
    }
}
