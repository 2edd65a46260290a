/// The SNMP commands against a device of our own that misbehaves by name, and against Debian's snmpd.
@NullMarked
package io.pypnm.remote.agent.snmp.command;

import org.jspecify.annotations.NullMarked;
