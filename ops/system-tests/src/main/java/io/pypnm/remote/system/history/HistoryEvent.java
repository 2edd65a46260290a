package io.pypnm.remote.system.history;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Something that was seen from outside: by a caller of the API, by a device, by an agent of a test's own, or by
/// whoever kills and starts processes. All share the wall clock of one machine.
public sealed interface HistoryEvent {
    Instant at();

    /// A caller is about to ask for a command.
    ///
    /// @param request the caller's own name for it, also its idempotency key: asked twice, it is the same command
    /// @param device  whom the command is for
    /// @param value   of a `set`: what the device is set to, which no other request asks for; else empty
    record Attempted(Instant at, String request, AgentId agent, Effect effect, String device, String value)
            implements HistoryEvent {}

    /// The API has accepted it.
    record Accepted(Instant at, String request, CommandId id, Instant startBy, Duration runFor)
            implements HistoryEvent {}

    /// The command has reached a session of this agent.
    record Delivered(Instant at, CommandId id, AgentId agent) implements HistoryEvent {}

    /// A device carries out a SET.
    record DeviceSet(Instant at, String device, String oid, String value) implements HistoryEvent {}

    /// Who sent the outcome has the receipt for it.
    record Receipted(Instant at, CommandId id, OutcomeKind outcome) implements HistoryEvent {}

    /// The API shows how the command ended.
    ///
    /// @param agent    whose command it is
    /// @param of       the command that the outcome itself names
    /// @param attempts how often it was delivered
    record Answered(
            Instant at, CommandId id, AgentId agent, CommandId of, OutcomeKind outcome, int attempts, Instant endedAt)
            implements HistoryEvent {}

    /// The API shows, at the end of the run, that the command has not ended.
    record Open(Instant at, CommandId id) implements HistoryEvent {}

    /// The sum that the ledger itself gives.
    record Counted(Instant at, long accepted, long open, Map<OutcomeKind, Long> ended) implements HistoryEvent {
        public Counted {
            ended = Map.copyOf(ended);
        }
    }

    /// What a queue holds at the end of the run.
    record Drained(Instant at, String queue, long depth, long delivering) implements HistoryEvent {}

    /// A process was killed, or a connection cut; whatever was in hand may be in doubt.
    record Killed(Instant at, String process) implements HistoryEvent {}

    /// A process does its work: for the first time, or again.
    record Ready(Instant at, String process) implements HistoryEvent {}
}
