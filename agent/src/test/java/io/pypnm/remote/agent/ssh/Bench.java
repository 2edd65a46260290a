package io.pypnm.remote.agent.ssh;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.lab.probe.Sshd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An SSH server that lets in one user by an ed25519 key, and sessions that trust it.
final class Bench implements AutoCloseable {
    static final int MIB = 1 << 20;

    final Sshd sshd;
    final Path folder;
    private final Path userKey;
    private @Nullable SshSessions sessions;

    Bench(Path folder, String... options) throws IOException, InterruptedException {
        this(folder, List.of("ed25519"), options);
    }

    Bench(Path folder, List<String> hostKeyTypes, String... options) throws IOException, InterruptedException {
        this.folder = folder;
        this.sshd = Sshd.start(folder.resolve("sshd"), hostKeyTypes, options);
        this.userKey = sshd.newUserKey("any", "ed25519", "");
        sshd.writeKnownHosts(knownHosts());
    }

    Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    SshHost host() {
        return new SshHost(sshd.address(), sshd.port());
    }

    SshLogin login() {
        return login(new SshKey.File(userKey));
    }

    SshLogin login(SshKey key) {
        return new SshLogin(host(), sshd.user(), key, false);
    }

    SshSessions sessions() {
        return sessions(SshConfig.Limits.STANDARD);
    }

    /// The same object for all calls of a test.
    SshSessions sessions(SshConfig.Limits limits) {
        SshSessions present = sessions;
        if (present == null) {
            present = SshSessions.open(
                    new SshConfig(List.of(), limits),
                    knownHosts(),
                    "pypnm-agent trust-host",
                    System::nanoTime,
                    Thread.ofVirtual().name("ssh-", 0).factory());
            sessions = present;
        }
        return present;
    }

    ExecResult exec(String commandLine) throws CommandFailedException, InterruptedException {
        return sessions().exec(login(), commandLine, "", MIB, in(30));
    }

    static Deadline in(int seconds) {
        return in(Duration.ofSeconds(seconds));
    }

    static Deadline in(Duration time) {
        return Deadline.in(time, System::nanoTime);
    }

    /// How often sshd has let in somebody so far.
    long logins() {
        return sshd.log()
                .lines()
                .filter(it -> it.startsWith("Accepted publickey"))
                .count();
    }

    @Override
    public void close() {
        if (sessions != null) {
            sessions.close();
        }
        sshd.close();
    }
}
