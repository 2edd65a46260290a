package io.pypnm.remote.agent.snmp.hop;

import io.pypnm.remote.agent.policy.Network;
import io.pypnm.remote.contracts.command.DeviceAddress;
import java.util.List;

/// How some devices are reached.
///
/// @param networks where they are
public record Route(List<Network> networks, Via via) {
    public Route {
        networks = List.copyOf(networks);
    }

    /// Which way.
    public sealed interface Via {
        /// From the agent's own host.
        record Direct() implements Via {}

        /// By the hop of that name.
        record Hop(String name) implements Via {}
    }

    boolean leadsTo(DeviceAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
