package io.pypnm.remote.agent.snmp.hop;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.lab.probe.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// An sshd that has net-snmp's tools, sessions that trust it, and the engine that uses them.
final class Hop implements AutoCloseable {
    final Sshd sshd;
    final HopEngine engine;
    private final SshSessions sessions;

    /// @param folder  gets a new one of that name
    /// @param options further lines of sshd_config(5)
    Hop(Path folder, String name, String... options) throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve(name));
        sshd = Sshd.start(own.resolve("sshd"), options);
        Path key = sshd.newUserKey("any", "ed25519", "");
        sessions = SshSessions.open(
                new SshConfig(List.of(), SshConfig.Limits.STANDARD),
                sshd.writeKnownHosts(own.resolve("known_hosts")),
                "pypnm-agent trust-host",
                System::nanoTime,
                Thread.ofVirtual().factory());
        SshHost host = new SshHost(sshd.address(), sshd.port());
        engine = new HopEngine(new SshLogin(host, sshd.user(), new SshKey.File(key), false), sessions);
    }

    CommandFailedException failure(SnmpPeer peer, SnmpRequest request) {
        return failure(peer, request, soon());
    }

    CommandFailedException failure(SnmpPeer peer, SnmpRequest request, Deadline deadline) {
        return catchThrowableOfType(CommandFailedException.class, () -> engine.exchange(peer, request, deadline));
    }

    static SnmpPeer peer(String address, String community, int port) {
        return new SnmpPeer(
                DeviceAddress.parse(address),
                port,
                new SnmpSecurity.Community(new Secret(community)),
                Duration.ofSeconds(10),
                1);
    }

    /// Nobody listens there.
    static SnmpPeer silent(Duration timeout, int retries) {
        return new SnmpPeer(
                DeviceAddress.parse("127.0.0.1"),
                1,
                new SnmpSecurity.Community(new Secret("public")),
                timeout,
                retries);
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60), System::nanoTime);
    }

    @Override
    public void close() {
        sessions.close();
        sshd.close();
    }
}
