package io.pypnm.remote.gateway.dispatch;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;

/// Which agents are connected now.
public interface Presence {
    boolean isOnline(AgentId agent);

    /// Whether the agent holds the command now: delivered on its live connection and not yet acknowledged.
    boolean holds(AgentId agent, CommandId command);
}
