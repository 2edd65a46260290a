package io.pypnm.remote.agent.testing;

import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import java.nio.file.Path;
import java.util.List;

/// For what needs sessions to be made and never uses them.
public final class NoSsh {
    private static final SshSessions SESSIONS = SshSessions.open(
            new SshConfig(List.of(), SshConfig.Limits.STANDARD),
            Path.of("/nowhere/known_hosts"),
            "pypnm-agent trust-host",
            System::nanoTime,
            Thread.ofVirtual().factory());

    private NoSsh() {}

    public static SshSessions sessions() {
        return SESSIONS;
    }
}
