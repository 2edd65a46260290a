/// Carries single SNMP requests to devices and back, over one UDP socket. Each caller blocks its own virtual thread;
/// the one listener thread decodes answers and wakes it. The only package that knows snmp4j; depends on contracts,
/// `agent.operation` and `agent.snmp.usm`.
@NullMarked
package io.pypnm.remote.agent.snmp;

import org.jspecify.annotations.NullMarked;
