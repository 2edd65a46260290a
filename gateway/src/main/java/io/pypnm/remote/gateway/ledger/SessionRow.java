package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;
import java.time.Instant;

/// The last session of an agent.
///
/// @param remote the peer's network address, for people
public record SessionRow(
        AgentId agent, long epoch, InstanceId instance, boolean journal, String remote, Instant openedAt, End end) {

    /// How the session ended.
    public sealed interface End {
        /// It has not, or the gateway was killed while it lasted.
        record NotSeen() implements End {}

        record Closed(Instant at) implements End {}
    }
}
