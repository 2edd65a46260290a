package io.pypnm.remote.agent.testing;

import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.lab.probe.Sshd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// An sshd, a login that it lets in, and sessions that trust it.
public record SshPeer(Sshd sshd, SshLogin login, SshSessions sessions) implements AutoCloseable {
    /// Starts it.
    ///
    /// @param folder  for its files
    /// @param options further lines of sshd_config(5)
    public static SshPeer start(Path folder, String... options) throws IOException, InterruptedException {
        Sshd sshd = Sshd.start(folder.resolve("sshd"), options);
        var key = new SshKey.File(sshd.newUserKey("any", "ed25519", ""));
        var login = new SshLogin(new SshHost(sshd.address(), sshd.port()), sshd.user(), key, false);
        SshSessions sessions = SshSessions.open(
                new SshConfig(List.of(), SshConfig.Limits.STANDARD),
                sshd.writeKnownHosts(folder.resolve("known_hosts")),
                "trust",
                System::nanoTime,
                Thread.ofVirtual().factory());
        return new SshPeer(sshd, login, sessions);
    }

    @Override
    public void close() {
        sessions.close();
        sshd.close();
    }
}
