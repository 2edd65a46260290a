/// Simulated devices: how one answers (RFC 3416 section 4.2), misbehaves and counts, and the sockets they answer on. A
/// device
/// guards its state with its own lock; a socket is owned by the thread of its server. Depends on `lab.snmp` and
/// `lab.mib`.
@NullMarked
package io.pypnm.remote.lab.device;

import org.jspecify.annotations.NullMarked;
