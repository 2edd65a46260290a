/// ICMP echo: by a ping socket of the kernel where the host permits it, else by the host's `ping` program. Depends on
/// contracts, `agent.operation` and the JDK only.
@NullMarked
package io.pypnm.remote.agent.ping;

import org.jspecify.annotations.NullMarked;
