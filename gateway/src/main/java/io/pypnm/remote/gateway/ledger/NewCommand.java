package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Effect;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A command about to be accepted. Times are kept to the millisecond.
///
/// @param kind            wire name of the command
/// @param target          the device it is for, as people search for it; "" if it is for the agent itself
/// @param redactedCommand JSON without secrets, for keeping and showing; not copied, so not to be changed
/// @param carriesSecret   whether the command on the queue has a secret that `redactedCommand` has not
/// @param startBy         when it must have been started
/// @param runFor          how long it may run once started
/// @param caller          who sent it, the name of an API key
/// @param traceparent     W3C Trace Context; "" for none
/// @param retryOf         id of the dead command this one repeats; "" for none
/// @param lease           what it must have for itself to be accepted
@SuppressWarnings("ArrayRecordComponent") // JSON goes from socket to disk as it is; nobody compares two of these
public record NewCommand(
        CommandId id,
        AgentId agent,
        Lane lane,
        String kind,
        Effect effect,
        String target,
        byte[] redactedCommand,
        boolean carriesSecret,
        Instant acceptedAt,
        Instant startBy,
        Duration runFor,
        String caller,
        String traceparent,
        String retryOf,
        Lease lease,
        Idempotency idempotency) {
    public NewCommand {
        Texts.require("kind", kind, 1, 64);
        Texts.require("target", target, 0, 255);
        Texts.require("caller", caller, 1, 255);
        Texts.require("traceparent", traceparent, 0, 255);
        if (!retryOf.isEmpty()) {
            CommandId.parse(retryOf);
        }
        if (runFor.isNegative()) {
            throw new IllegalArgumentException("run-for must not be negative, is " + runFor);
        }
        acceptedAt = acceptedAt.truncatedTo(ChronoUnit.MILLIS);
        startBy = startBy.truncatedTo(ChronoUnit.MILLIS);
        runFor = runFor.truncatedTo(ChronoUnit.MILLIS);
    }

    /// Whether sending the same command again must find the first one.
    public sealed interface Idempotency {
        /// Each sending is a command of its own.
        record None() implements Idempotency {}

        /// Within 24 hours of the first acceptance the same key of the same caller stands for the same command.
        ///
        /// @param caller     whose key it is
        /// @param key        1 to 255 characters
        /// @param requestSha256 of what was asked for, secrets left out; the same key with another is a mismatch
        record Key(String caller, String key, String requestSha256) implements Idempotency {
            public Key {
                Texts.require("caller", caller, 1, 255);
                Texts.require("idempotency key", key, 1, 255);
            }
        }
    }
}
