package io.pypnm.remote.system.history;

import io.pypnm.remote.contracts.wire.OutcomeKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What became of a run: the sums that are published, and every violation.
///
/// @param duplicated runs of a `set` beyond its first
/// @param recovery   the longest from a kill to work again
record Report(
        long attempted,
        long accepted,
        Map<OutcomeKind, Long> outcomes,
        long open,
        long lost,
        long duplicated,
        long unexpected,
        long misrouted,
        long lateStarts,
        long redelivered,
        long kills,
        Duration recovery,
        List<Violation> violations) {
    private static final int MAX_SHOWN = 40;

    Report {
        outcomes = Map.copyOf(outcomes);
        violations = List.copyOf(violations);
    }

    static Report of(History history, Limits limits) {
        List<Violation> violations = Judge.judge(history, limits);
        return new Report(
                history.lives().size(),
                history.lives().stream().filter(Life::isAccepted).count(),
                Judge.outcomes(history),
                history.lives().stream().filter(Life::isOpen).count(),
                history.lives().stream().filter(Life::isLost).count(),
                history.lives().stream()
                        .mapToLong(life -> Math.max(0, life.runs().size() - 1))
                        .sum(),
                count(violations, Invariant.I2, "unexpected"),
                count(violations, Invariant.I2, "misrouted"),
                count(violations, Invariant.I4, ""),
                history.lives().stream()
                        .filter(life -> life.answers().stream().anyMatch(answer -> answer.attempts() > 1))
                        .count(),
                history.faults().size(),
                history.faults().stream()
                        .map(Fault::recovery)
                        .flatMap(Optional::stream)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO),
                violations);
    }

    private static long count(List<Violation> violations, Invariant invariant, String kind) {
        return violations.stream()
                .filter(violation ->
                        violation.invariant() == invariant && violation.what().startsWith(kind))
                .count();
    }

    boolean isGood() {
        return violations.isEmpty();
    }

    /// For people.
    String text() {
        var text = new StringBuilder();
        row(text, "attempted", attempted);
        row(text, "accepted", accepted);
        for (OutcomeKind kind : OutcomeKind.values()) {
            row(text, "  " + kind.wireName(), outcomes.getOrDefault(kind, 0L));
        }
        row(text, "  open", open);
        row(text, "lost", lost);
        row(text, "duplicated", duplicated);
        row(text, "unexpected", unexpected);
        row(text, "misrouted", misrouted);
        row(text, "late starts", lateStarts);
        row(text, "redelivered", redelivered);
        row(text, "kills", kills);
        text.append("%-14s%6.1f s%n".formatted("recovery", recovery.toMillis() / 1000.0));
        for (Invariant invariant : Invariant.values()) {
            long broken = count(violations, invariant, "");
            text.append("%-4s%-8s%s%n".formatted(invariant, broken == 0 ? "holds" : "BROKEN", invariant.promise()));
        }
        violations.stream()
                .limit(MAX_SHOWN)
                .forEach(violation -> text.append(violation.invariant())
                        .append(": ")
                        .append(violation.what())
                        .append('\n'));
        if (violations.size() > MAX_SHOWN) {
            text.append("and ").append(violations.size() - MAX_SHOWN).append(" more\n");
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, long number) {
        text.append("%-14s%6d%n".formatted(name, number));
    }
}
