/// SNMPv2c messages as an agent sees them (RFC 3416, RFC 3417): requests in, responses out. snmp4j's BER routines are
/// used
/// here and nowhere else in the lab.
@NullMarked
package io.pypnm.remote.lab.snmp;

import org.jspecify.annotations.NullMarked;
