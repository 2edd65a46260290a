package io.pypnm.remote.contracts.command;

import io.pypnm.remote.contracts.address.Lane;
import java.time.Duration;
import java.util.Optional;

/// The table of commands: name on the wire, effect, the lane it goes to and the time it may run unless the caller says
/// otherwise.
public enum CommandKind {
    SNMP_GET("snmp_get", Effect.READ, Lane.INTERACTIVE, Duration.ofSeconds(30)),
    SNMP_BULK_GET("snmp_bulk_get", Effect.READ, Lane.INTERACTIVE, Duration.ofSeconds(60)),
    SNMP_WALK("snmp_walk", Effect.READ, Lane.BULK, Duration.ofMinutes(5)),
    SNMP_SET("snmp_set", Effect.SET, Lane.INTERACTIVE, Duration.ofSeconds(30)),
    PING("ping", Effect.READ, Lane.INTERACTIVE, Duration.ofSeconds(30)),
    DESCRIBE("describe", Effect.READ, Lane.INTERACTIVE, Duration.ofSeconds(10));

    private final String wireName;
    private final Effect effect;
    private final Lane lane;
    private final Duration runFor;

    CommandKind(String wireName, Effect effect, Lane lane, Duration runFor) {
        this.wireName = wireName;
        this.effect = effect;
        this.lane = lane;
        this.runFor = runFor;
    }

    /// Upstream's name of the command.
    public String wireName() {
        return wireName;
    }

    public Effect effect() {
        return effect;
    }

    public Lane defaultLane() {
        return lane;
    }

    public Duration defaultRunFor() {
        return runFor;
    }

    public static Optional<CommandKind> named(String wireName) {
        for (CommandKind kind : values()) {
            if (kind.wireName.equals(wireName)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
