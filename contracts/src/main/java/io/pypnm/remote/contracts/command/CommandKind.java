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
    SNMP_BULK_WALK("snmp_bulk_walk", Effect.READ, Lane.BULK, Duration.ofMinutes(5)),
    SNMP_PARALLEL_WALK("snmp_parallel_walk", Effect.READ, Lane.BULK, Duration.ofMinutes(5)),
    SNMP_SET("snmp_set", Effect.SET, Lane.INTERACTIVE, Duration.ofSeconds(30)),
    SNMP_SET_SEQUENCE("snmp_set_sequence", Effect.SET, Lane.INTERACTIVE, Duration.ofMinutes(2)),
    PING("ping", Effect.READ, Lane.INTERACTIVE, Duration.ofSeconds(30)),
    PING_SWEEP("ping_sweep", Effect.READ, Lane.BULK, Duration.ofMinutes(2)),
    CMTS_COMMAND("cmts_command", Effect.ACT, Lane.INTERACTIVE, Duration.ofMinutes(1)),
    FILE_GET("file_get", Effect.READ, Lane.LONG, Duration.ofMinutes(5)),
    PNM_FILE_GET("pnm_file_get", Effect.READ, Lane.LONG, Duration.ofMinutes(5)),
    TFTP_GET("tftp_get", Effect.READ, Lane.LONG, Duration.ofMinutes(5)),
    FILE_LIST("file_list", Effect.READ, Lane.INTERACTIVE, Duration.ofSeconds(30)),
    PNM_CAPTURE("pnm_capture", Effect.ACT, Lane.LONG, Duration.ofMinutes(2)),
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
