/// The system against programs by other authors: Debian's SNMP agent, other people's STOMP clients.
@NullMarked
package io.pypnm.remote.system.peers;

import org.jspecify.annotations.NullMarked;
