package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;

/// The live connection of one agent, as far as a command's life depends on it.
///
/// @param epoch    number of the session among the agent's sessions; a later one fences this one
/// @param instance the agent's journal; made up per connection for a peer that announces none
/// @param journal  whether the peer remembers what it started, so that a `set` may be given to it again
public record AgentSession(AgentId agent, long epoch, InstanceId instance, boolean journal) {}
