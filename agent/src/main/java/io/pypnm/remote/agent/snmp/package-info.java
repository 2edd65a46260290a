/// SNMP work on devices: GET, GETBULK walks and SET over one UDP socket. Each command blocks its own virtual thread;
/// the engine's one listener thread only decodes answers and wakes it. The only package that knows snmp4j; depends on
/// contracts and on `agent.operation`.
@NullMarked
package io.pypnm.remote.agent.snmp;

import org.jspecify.annotations.NullMarked;
