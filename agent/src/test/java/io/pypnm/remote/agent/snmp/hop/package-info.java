/// Against a real sshd, net-snmp's real tools and a real snmpd.
@NullMarked
package io.pypnm.remote.agent.snmp.hop;

import org.jspecify.annotations.NullMarked;
