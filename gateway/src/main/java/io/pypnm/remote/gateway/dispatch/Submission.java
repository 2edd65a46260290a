package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.gateway.ledger.NewCommand.Idempotency;
import java.time.Duration;

/// What a caller asks for.
///
/// @param startBy     how long the command may wait to be started, 1 s to 24 h
/// @param runFor      how long it may run once started, 1 s to 1 h
/// @param caller      name of the API key
/// @param traceparent W3C Trace Context, or empty
/// @param retryOf     id of the command this one repeats, or empty
public record Submission(
        AgentId agent,
        Command command,
        Lane lane,
        Duration startBy,
        Duration runFor,
        String caller,
        String traceparent,
        String retryOf,
        Idempotency idempotency) {
    public static final Duration DEFAULT_START_BY = Duration.ofSeconds(60);
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX_START_BY = Duration.ofHours(24);
    private static final Duration MAX_RUN_FOR = Duration.ofHours(1);

    public Submission {
        require("start_by_seconds", startBy, MAX_START_BY);
        require("run_for_seconds", runFor, MAX_RUN_FOR);
    }

    private static void require(String what, Duration value, Duration max) {
        if (value.compareTo(MIN) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    what + " must be " + MIN.toSeconds() + " to " + max.toSeconds() + ", is " + value.toSeconds());
        }
    }
}
