/// Tests of the files of host keys and of the settings of logins.
@NullMarked
package io.pypnm.remote.agent.ssh.login;

import org.jspecify.annotations.NullMarked;
