package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import java.time.Duration;

/// What a caller asks for.
///
/// @param startBy     how long the command may wait to be started, 1 s to 24 h
/// @param runFor      how long it may run once started, 1 s to 1 h
/// @param caller      name of the API key
/// @param traceparent W3C Trace Context, or empty
/// @param retryOf     id of the command this one repeats, or empty
/// @param note        kept with the command for whoever reads its outcome; empty for nothing
/// @param key         within 24 hours the same request of the same caller under the same key is the same command; empty
///                    for a command of its own
public record Submission(
        AgentId agent,
        Command command,
        Lane lane,
        Duration startBy,
        Duration runFor,
        String caller,
        String traceparent,
        String retryOf,
        String note,
        String key) {
    /// A command as it travels; together with its headers it fits into one frame.
    public static final int MAX_BYTES = 256 * 1024;

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

    /// What became of a submission.
    public sealed interface Submitted {
        /// The command is in the ledger and will end in exactly one outcome.
        record Accepted(CommandId id) implements Submitted {}

        /// The same caller sent the same request under the same key before; this is that command.
        record Repeated(CommandId id) implements Submitted {}

        /// The key was used for another request: nothing was accepted.
        record Mismatch(CommandId id) implements Submitted {}

        /// An open command has for itself what this one needs: nothing was accepted.
        record Held(CommandId by) implements Submitted {}

        /// The command is larger than one may be: nothing was accepted.
        record TooLarge(int bytes) implements Submitted {}

        /// The gateway takes no commands now: nothing was accepted.
        record Unavailable(Why why, String detail) implements Submitted {}

        /// What is in the way.
        enum Why {
            DISK_FULL,
            QUEUE_FULL,
            BROKER_DOWN
        }
    }
}
