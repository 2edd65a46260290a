/// Which SSH server, as whom, and which host keys to believe: settings and files, no protocol. Depends on contracts
/// only.
@NullMarked
package io.pypnm.remote.agent.ssh.login;

import org.jspecify.annotations.NullMarked;
