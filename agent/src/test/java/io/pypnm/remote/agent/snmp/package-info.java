/// The SNMP code against a device of our own that misbehaves by name, and against Debian's snmpd.
@NullMarked
package io.pypnm.remote.agent.snmp;

import org.jspecify.annotations.NullMarked;
