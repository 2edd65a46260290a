package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import java.time.Duration;
import java.time.Instant;

/// A command as the ledger has it. The first fourteen components are those of its [NewCommand].
///
/// @param attempts        how often it was delivered; for a `read` the last delivery may be missing for 50 ms
/// @param cancelRequested whether a cancel was noted before it ended
@SuppressWarnings("ArrayRecordComponent") // JSON goes from disk to socket as it is; nobody compares two of these
public record CommandRow(
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
        int attempts,
        boolean cancelRequested,
        State state) {

    /// How far it has come: `Accepted -> Queued -> Delivered -> Ended`. A step may be skipped, none is taken back.
    public sealed interface State {
        /// On disk; perhaps not on its queue yet.
        record Accepted() implements State {}

        /// On its queue.
        record Queued() implements State {}

        /// Given to an agent, last by this session.
        ///
        /// @param journal whether that peer keeps one
        record Delivered(long epoch, InstanceId instance, boolean journal, Instant at) implements State {}

        /// Has its one outcome.
        ///
        /// @param code the failure's or refusal's code; "" for other kinds
        record Ended(Instant at, OutcomeKind kind, String code, OutcomeBody body) implements State {}
    }
}
