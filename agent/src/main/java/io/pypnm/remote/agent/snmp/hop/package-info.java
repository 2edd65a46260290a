/// SNMP to devices that only another host reaches: each request is one run of a net-snmp tool there, over SSH. What
/// comes back is the same typed answer as from a socket, so everything above an engine works unchanged. Depends on
/// contracts, `agent.operation`, `agent.snmp`, `agent.ssh` and `agent.policy`'s networks.
@NullMarked
package io.pypnm.remote.agent.snmp.hop;

import org.jspecify.annotations.NullMarked;
