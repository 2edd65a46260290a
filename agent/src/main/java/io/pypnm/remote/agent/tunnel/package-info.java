/// Tunnels through SSH servers: the agent's own way to its gateway, and other agents' ways through this host. Each has
/// a thread that keeps it up. Depends on contracts, `agent.operation` and `agent.ssh`.
@NullMarked
package io.pypnm.remote.agent.tunnel;

import org.jspecify.annotations.NullMarked;
