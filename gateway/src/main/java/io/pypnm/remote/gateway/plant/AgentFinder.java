package io.pypnm.remote.gateway.plant;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.gateway.dispatch.Presence;
import java.util.Optional;

/// Finds the agent for a choice among those that are connected now. Safe for use by many threads.
public final class AgentFinder {
    private final Presence presence;

    public AgentFinder(Presence presence) {
        this.presence = presence;
    }

    /// The agent to use; empty if none is connected that would do.
    public Optional<AgentId> find(AgentChoice choice) {
        return switch (choice) {
            case AgentChoice.Named(AgentId agent) -> Optional.of(agent).filter(presence::isOnline);
            case AgentChoice.Capable(String capability) -> presence.anyWith(capability);
        };
    }
}
