package io.pypnm.remote.contracts.wire;

import io.pypnm.remote.contracts.outcome.Outcome;
import java.util.Optional;

/// The wire name of each outcome; also how it is counted and stored.
public enum OutcomeKind {
    COMPLETED("completed"),
    PARTIAL("partial"),
    FAILED("failed"),
    REFUSED("refused"),
    EXPIRED("expired"),
    CANCELLED("cancelled"),
    UNKNOWN("unknown");

    private final String wireName;

    OutcomeKind(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static OutcomeKind of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed _ -> COMPLETED;
            case Outcome.Partial _ -> PARTIAL;
            case Outcome.Failed _ -> FAILED;
            case Outcome.Refused _ -> REFUSED;
            case Outcome.Expired _ -> EXPIRED;
            case Outcome.Cancelled _ -> CANCELLED;
            case Outcome.Unknown _ -> UNKNOWN;
        };
    }

    public static Optional<OutcomeKind> named(String wireName) {
        for (OutcomeKind kind : values()) {
            if (kind.wireName.equals(wireName)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
