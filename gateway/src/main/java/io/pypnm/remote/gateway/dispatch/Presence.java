package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import java.util.Optional;

/// Which agents are connected now.
public interface Presence {
    boolean isOnline(AgentId agent);

    /// The least busy of the connected agents that announced this capability: the name of a command, or a tag.
    Optional<AgentId> anyWith(String capability);

    /// Whether the agent holds the command now: delivered on its live connection and not yet acknowledged.
    boolean holds(AgentId agent, CommandId command);
}
