package io.pypnm.remote.agent.snmp.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.agent.testing.Snmpd;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Hops and devices that do not do their part.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd, snmpd and net-snmp's tools")
final class HopTroubleTest {
    private static final Oid TEST_OBJECTS = Oid.parse("1.3.6.1.4.1.9999");
    private static final Oid WRITABLE_NUMBER = Oid.parse("1.3.6.1.4.1.9999.2.1.0");
    private static final Oid UPTIME = Oid.parse("1.3.6.1.2.1.1.3.0");

    @TempDir
    private static Path folder;

    private static Snmpd snmpd;

    @BeforeAll
    static void start() throws Exception {
        snmpd = new Snmpd(Files.createDirectory(folder.resolve("snmpd")));
    }

    @AfterAll
    static void stop() {
        snmpd.close();
    }

    @Test
    void silenceOfTheDeviceIsToldAfterAllSends() throws Exception {
        try (var hop = new Hop(folder, "silence")) {
            CommandFailedException failure =
                    hop.failure(Hop.silent(Duration.ofMillis(200), 2), new SnmpRequest.Get(List.of(UPTIME)));

            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
            assertThat(failure.detail())
                    .startsWith("no answer from 127.0.0.1:1 through ")
                    .endsWith(" after 3 sends");
        }
    }

    @Test
    void deadlineEndsTheRun() throws Exception {
        try (var hop = new Hop(folder, "deadline")) {
            CommandFailedException failure = hop.failure(
                    Hop.silent(Duration.ofSeconds(50), 9),
                    new SnmpRequest.Get(List.of(UPTIME)),
                    Deadline.in(Duration.ofMillis(700), System::nanoTime));

            assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
        }
    }

    @Test
    void hopThatDiesDuringASetLeavesOpenWhetherItWasCarriedOut() throws Exception {
        try (var hop = new Hop(folder, "dying");
                var device = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var set = new SnmpRequest.Set(List.of(new VarBind(WRITABLE_NUMBER, new SnmpValue.Integer32(1))));
            var killed = new FutureTask<>(() -> {
                device.receive(new DatagramPacket(new byte[1500], 1500));
                hop.sshd.kill();
                return true;
            });
            Thread.ofVirtual().start(killed);

            CommandFailedException failure = hop.failure(Hop.peer("127.0.0.1", "private", device.getLocalPort()), set);

            assertThat(killed.get()).isTrue();
            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
            assertThat(failure.detail()).contains("lost");
        }
    }

    /// The shell of the hop tells the death of its child as an exit status.
    @Test
    void toolThatIsKilledDuringASetLeavesOpenWhetherItWasCarriedOut() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("killed-bin"));
        Path tool = Files.writeString(bin.resolve("snmpset"), "#!/bin/sh\nkill -9 $$\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        try (var hop = new Hop(folder, "killing", "SetEnv HOME=" + bin + " PATH=" + bin + ":/usr/bin:/bin")) {
            CommandFailedException failure = hop.failure(
                    peer("private"),
                    new SnmpRequest.Set(List.of(new VarBind(WRITABLE_NUMBER, new SnmpValue.Integer32(1)))));

            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        }
    }

    @Test
    void nothingIsAskedAfterTheDeadline() throws Exception {
        try (var hop = new Hop(folder, "late")) {
            CommandFailedException failure = hop.failure(
                    peer("public"), new SnmpRequest.Get(List.of(UPTIME)), Deadline.in(Duration.ZERO, System::nanoTime));

            assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
        }
    }

    @Test
    void setIsNotSentThroughAHopThatCannotBeReached() throws Exception {
        try (var hop = new Hop(folder, "down")) {
            hop.sshd.kill();

            CommandFailedException failure = hop.failure(
                    peer("private"),
                    new SnmpRequest.Set(List.of(new VarBind(WRITABLE_NUMBER, new SnmpValue.Integer32(1)))));

            assertThat(failure.code()).isEqualTo(FailureCode.UNREACHABLE);
        }
    }

    @Test
    void hopWithoutToolsIsTold() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String name : List.of("sh", "bash", "env", "mktemp", "cat", "tail", "rm")) {
            Files.createSymbolicLink(bin.resolve(name), Path.of("/usr/bin", name));
        }
        try (var hop = new Hop(folder, "bare", "SetEnv HOME=" + bin + " PATH=" + bin)) {
            CommandFailedException failure = hop.failure(peer("public"), new SnmpRequest.Get(List.of(UPTIME)));

            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
            assertThat(failure.detail()).contains("has no net-snmp tools").contains("snmpget");
        }
    }

    @Test
    void whatALoginPrintsIsNoAnswer() throws Exception {
        Path noisy = Files.writeString(folder.resolve("noisy"), """
            #!/bin/sh
            echo Welcome. All is logged.
            echo Timeout: ask for a new password >&2
            eval "$SSH_ORIGINAL_COMMAND"
            """);
        Files.setPosixFilePermissions(noisy, PosixFilePermissions.fromString("rwx------"));
        try (var hop = new Hop(folder, "talking", "ForceCommand " + noisy)) {
            SnmpResponse response =
                    hop.engine.exchange(peer("public"), new SnmpRequest.GetNext(List.of(TEST_OBJECTS)), Hop.soon());

            assertThat(response.varBinds())
                    .containsExactly(new VarBind(Oid.parse("1.3.6.1.4.1.9999.1.1.0"), new SnmpValue.Integer32(-7)));
        }
    }

    @Test
    void settingsFileIsThereOnlyWhileTheToolRuns() throws Exception {
        Path own = Files.createDirectory(folder.resolve("tmp"));
        try (var hop = new Hop(folder, "tidy", "SetEnv HOME=" + own + " TMPDIR=" + own);
                var device = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var whileAsked = new FutureTask<>(() -> {
                device.receive(new DatagramPacket(new byte[1500], 1500));
                return List.of(Objects.requireNonNull(own.toFile().list()));
            });
            Thread.ofVirtual().start(whileAsked);
            var peer = new SnmpPeer(
                    DeviceAddress.parse("127.0.0.1"),
                    device.getLocalPort(),
                    new SnmpSecurity.Community(new Secret("private")),
                    Duration.ofMillis(200),
                    0);

            CommandFailedException failure = hop.failure(peer, new SnmpRequest.Get(List.of(UPTIME)));

            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
            assertThat(whileAsked.get()).hasSize(1);
        }

        assertThat(own).isEmptyDirectory();
    }

    private static SnmpPeer peer(String community) {
        return Hop.peer("127.0.0.1", community, snmpd.port());
    }
}
