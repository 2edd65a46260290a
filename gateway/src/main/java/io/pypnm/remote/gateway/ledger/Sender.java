package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;

/// Who says how a command ended.
public sealed interface Sender {
    /// An agent, as its link stamped it; never as it calls itself.
    record Agent(AgentId agent, InstanceId instance, long epoch) implements Sender {}

    /// The gateway, where no agent can say any more.
    record Gateway() implements Sender {}
}
