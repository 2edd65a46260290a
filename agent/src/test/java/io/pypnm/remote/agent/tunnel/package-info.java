/// Tests of the tunnels through OpenSSH's server.
@NullMarked
package io.pypnm.remote.agent.tunnel;

import org.jspecify.annotations.NullMarked;
