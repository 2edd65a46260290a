package io.pypnm.remote.agent.snmp.hop;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.testing.SshPeer;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.lab.probe.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// An sshd that has net-snmp's tools, sessions that trust it, and the engine that uses them.
final class Hop implements AutoCloseable {
    final Sshd sshd;
    final HopEngine engine;
    private final SshPeer ssh;

    /// @param folder  gets a new one of that name
    /// @param options further lines of sshd_config(5)
    Hop(Path folder, String name, String... options) throws IOException, InterruptedException {
        ssh = SshPeer.start(Files.createDirectory(folder.resolve(name)), options);
        sshd = ssh.sshd();
        engine = new HopEngine(ssh.login(), ssh.sessions());
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
        ssh.close();
    }
}
