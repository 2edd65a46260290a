/// Tests of the SSH client against OpenSSH's server.
@NullMarked
package io.pypnm.remote.agent.ssh;

import org.jspecify.annotations.NullMarked;
