package io.pypnm.remote.system.history;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.history.HistoryEvent.Accepted;
import io.pypnm.remote.system.history.HistoryEvent.Answered;
import io.pypnm.remote.system.history.HistoryEvent.Counted;
import io.pypnm.remote.system.history.HistoryEvent.DeviceSet;
import io.pypnm.remote.system.history.HistoryEvent.Drained;
import io.pypnm.remote.system.history.HistoryEvent.Receipted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Holds a history to the invariants. One method for each; all look only at what was seen.
final class Judge {
    private final History history;
    private final Limits limits;
    private final List<Violation> violations = new ArrayList<>();

    private Judge(History history, Limits limits) {
        this.history = history;
        this.limits = limits;
    }

    /// Everything that was seen and must not be; empty if all is well.
    static List<Violation> judge(History history, Limits limits) {
        var judge = new Judge(history, limits);
        for (Life life : history.lives()) {
            judge.oneOutcomeInTime(life);
            judge.nothingUnasked(life);
            judge.atMostOnce(life);
            judge.neverLate(life);
            judge.receiptsHold(life);
            judge.outcomeIsTrue(life);
            judge.ownCommandsOnly(life);
        }
        judge.noStrays();
        judge.queuesAreEmpty();
        judge.recoveries();
        judge.ledgerAddsUp();
        return List.copyOf(judge.violations);
    }

    private void found(Invariant invariant, String what) {
        violations.add(new Violation(invariant, what));
    }

    private void oneOutcomeInTime(Life life) {
        if (life.isLost()) {
            found(Invariant.I1, "lost: " + life);
        }
        if (life.isOpen()) {
            found(Invariant.I1, "still open: " + life);
        }
        List<OutcomeKind> kinds =
                life.answers().stream().map(Answered::outcome).distinct().toList();
        if (kinds.size() > 1) {
            found(Invariant.I1, "ended as " + kinds + ": " + life);
        }
        life.acceptances().stream()
                .limit(1)
                .forEach(accepted -> life.answers().stream()
                        .filter(answer -> answer.endedAt().isAfter(latestEnd(accepted)))
                        .forEach(answer -> found(
                                Invariant.I1,
                                "ended " + millis(latestEnd(accepted), answer.endedAt()) + " ms after its time: "
                                        + life)));
    }

    private Instant latestEnd(Accepted accepted) {
        Instant due = accepted.startBy().plus(accepted.runFor());
        return Stream.concat(Stream.of(due), history.faults().stream().map(Fault::healedAt))
                .max(Instant::compareTo)
                .orElse(due)
                .plus(limits.ending());
    }

    private void nothingUnasked(Life life) {
        for (Answered answer : life.answers()) {
            if (!answer.agent().equals(life.attempted().agent())) {
                found(Invariant.I2, "misrouted to " + answer.agent() + ": " + life);
            }
            if (!answer.of().equals(answer.id())) {
                found(Invariant.I2, "misrouted: the outcome of " + answer.of() + " is shown for " + life);
            }
        }
        for (DeviceSet run : life.runs()) {
            if (!run.device().equals(life.attempted().device())) {
                found(Invariant.I2, "misrouted to device " + run.device() + ": " + life);
            }
        }
        if (!life.isAccepted() && !life.runs().isEmpty()) {
            found(Invariant.I2, "unexpected: run and never accepted: " + life);
        }
    }

    private void noStrays() {
        history.strays().forEach(stray -> found(Invariant.I2, "unexpected: " + stray));
        history.clashes().forEach(clash -> found(Invariant.I3, clash));
    }

    private void atMostOnce(Life life) {
        if (life.runs().size() > 1) {
            found(Invariant.I3, "ran " + life.runs().size() + " times: " + life);
        }
        List<CommandId> ids = life.ids();
        if (ids.size() > 1) {
            found(Invariant.I3, "one request became " + ids.size() + " commands: " + life);
        }
    }

    private void neverLate(Life life) {
        for (Accepted accepted : life.acceptances()) {
            for (DeviceSet run : life.runs()) {
                if (isLate(accepted, run)) {
                    found(
                            Invariant.I4,
                            "ran " + millis(accepted.startBy(), run.at()) + " ms after its start-by: " + life);
                }
            }
        }
    }

    private boolean isLate(Accepted accepted, DeviceSet run) {
        return run.at().isAfter(accepted.startBy().plus(limits.lateStart()));
    }

    /// The first outcome wins, so a receipted one may be a late one; but then there was another before it.
    private void receiptsHold(Life life) {
        for (Receipted receipt : life.receipts()) {
            boolean kept = life.answers().stream()
                    .anyMatch(answer -> answer.outcome() == receipt.outcome()
                            || answer.endedAt().isBefore(receipt.at()));
            if (!kept) {
                found(Invariant.I5, "receipted as " + receipt.outcome() + " and gone: " + life);
            }
        }
    }

    private void outcomeIsTrue(Life life) {
        boolean isSet = !life.attempted().value().isEmpty();
        boolean ran = !life.runs().isEmpty();
        for (Answered answer : life.answers()) {
            switch (answer.outcome()) {
                case COMPLETED, PARTIAL -> {
                    if (isSet && !ran) {
                        found(Invariant.I6, "said to be done and was not: " + life);
                    }
                }
                case REFUSED, EXPIRED, CANCELLED -> {
                    if (ran) {
                        found(Invariant.I6, "said to be " + answer.outcome() + " and was run: " + life);
                    }
                }
                case UNKNOWN -> unknownForAReason(life, answer);
                case FAILED -> {}
            }
        }
    }

    private void unknownForAReason(Life life, Answered answer) {
        if (life.effect().mayRunAgain()) {
            found(Invariant.I6, "a read cannot end unknown: " + life);
        }
        boolean inDoubt = history.faults().stream()
                .anyMatch(fault -> !fault.at().isBefore(life.attempted().at())
                        && !fault.at().isAfter(answer.endedAt()));
        if (!inDoubt) {
            found(Invariant.I6, "unknown, though nothing was killed in its time: " + life);
        }
    }

    private void ownCommandsOnly(Life life) {
        life.deliveries().stream()
                .filter(delivery -> !delivery.agent().equals(life.attempted().agent()))
                .forEach(delivery -> found(Invariant.I7, "reached agent " + delivery.agent() + ": " + life));
    }

    private void queuesAreEmpty() {
        for (Drained queue : history.queues()) {
            if (queue.depth() != 0 || queue.delivering() != 0) {
                found(
                        Invariant.I8,
                        "queue " + queue.queue() + " holds " + queue.depth() + ", " + queue.delivering()
                                + " being delivered");
            }
        }
    }

    private void recoveries() {
        for (Fault fault : history.faults()) {
            if (fault.recovery().isEmpty()) {
                found(Invariant.I9, fault.killed().process() + " never came back after " + fault.at());
            } else if (fault.recovery().get().compareTo(limits.recovery()) > 0) {
                found(
                        Invariant.I9,
                        fault.killed().process() + " was away for "
                                + fault.recovery().get().toMillis() + " ms");
            }
        }
    }

    private void ledgerAddsUp() {
        for (Counted count : history.counts()) {
            long sum =
                    count.ended().values().stream().mapToLong(Long::longValue).sum() + count.open();
            if (sum != count.accepted()) {
                found(Invariant.I10, "accepted " + count.accepted() + ", ended and open " + sum + " at " + count.at());
            }
        }
        history.counts().stream().reduce((_, last) -> last).ifPresent(this::agreesWithWhatWasSeen);
    }

    private void agreesWithWhatWasSeen(Counted ledger) {
        long accepted = history.lives().stream().filter(Life::isAccepted).count();
        if (ledger.accepted() != accepted) {
            found(Invariant.I10, "the ledger counts " + ledger.accepted() + " accepted, the callers " + accepted);
        }
        Map<OutcomeKind, Long> seen = outcomes(history);
        for (OutcomeKind kind : OutcomeKind.values()) {
            long counted = ledger.ended().getOrDefault(kind, 0L);
            long shown = seen.getOrDefault(kind, 0L);
            if (counted != shown) {
                found(
                        Invariant.I10,
                        "the ledger counts " + counted + " " + kind.wireName() + ", its rows show " + shown);
            }
        }
    }

    /// How many requests ended how, each counted once.
    static Map<OutcomeKind, Long> outcomes(History history) {
        Map<OutcomeKind, Long> outcomes = new EnumMap<>(OutcomeKind.class);
        for (Life life : history.lives()) {
            life.answers().stream().limit(1).forEach(answer -> outcomes.merge(answer.outcome(), 1L, Long::sum));
        }
        return outcomes;
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
