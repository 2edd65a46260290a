package io.pypnm.remote.agent.snmp.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.operation.SnmpSecurity.AuthProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Authentication;
import io.pypnm.remote.agent.operation.SnmpSecurity.PrivProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Privacy;
import io.pypnm.remote.agent.snmp.Snmp4jEngine;
import io.pypnm.remote.agent.snmp.SnmpPeer;
import io.pypnm.remote.agent.snmp.SnmpRequest;
import io.pypnm.remote.agent.snmp.SnmpResponse;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.agent.testing.Snmpd;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.probe.Sshd;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd, snmpd and net-snmp's tools")
final class HopEngineTest {
    private static final Oid TEST_OBJECTS = Oid.parse("1.3.6.1.4.1.9999");
    private static final Oid WRITABLE_NUMBER = Oid.parse("1.3.6.1.4.1.9999.2.1.0");
    private static final Oid WRITABLE_TEXT = Oid.parse("1.3.6.1.4.1.9999.2.2.0");
    private static final Oid UPTIME = Oid.parse("1.3.6.1.2.1.1.3.0");

    @TempDir
    private static Path folder;

    private static Snmpd snmpd;
    private static Sshd sshd;
    private static SshSessions sessions;
    private static SshLogin login;
    private static HopEngine hop;
    private static Snmp4jEngine direct;

    @BeforeAll
    static void start() throws Exception {
        snmpd = new Snmpd(Files.createDirectory(folder.resolve("snmpd")), Snmpd.freePort(), """
            createUser signer SHA "auth \\"password"
            createUser both SHA-256 "auth-password" AES "priv-password"
            rouser signer auth -V all
            rwuser both priv -V all
            """);
        sshd = Sshd.start(folder.resolve("sshd"));
        Path key = sshd.newUserKey("any", "ed25519", "");
        Path knownHosts = sshd.writeKnownHosts(folder.resolve("known_hosts"));
        sessions = sessions(knownHosts);
        login = login(sshd, key);
        hop = new HopEngine(login, sessions);
        direct = Snmp4jEngine.open(System::nanoTime);
    }

    @AfterAll
    static void stop() throws Exception {
        direct.close();
        sessions.close();
        sshd.close();
        snmpd.close();
    }

    static List<SnmpRequest> reads() {
        return List.of(
                new SnmpRequest.Get(List.of(
                        Oid.parse("1.3.6.1.2.1.1.1.0"),
                        Oid.parse("1.3.6.1.2.1.1.2.0"),
                        Oid.parse("1.3.6.1.2.1.1.6.0"),
                        Oid.parse("1.3.6.1.2.1.1.1.7"),
                        Oid.parse("1.3.6.1.9.9.0"))),
                new SnmpRequest.GetNext(List.of(TEST_OBJECTS)),
                new SnmpRequest.GetNext(List.of(Oid.parse("2.9"))),
                new SnmpRequest.GetBulk(List.of(TEST_OBJECTS), 7),
                new SnmpRequest.GetNext(List.of(UPTIME, Oid.parse("2.9"), TEST_OBJECTS)),
                new SnmpRequest.GetBulk(List.of(TEST_OBJECTS, WRITABLE_NUMBER, UPTIME), 4),
                new SnmpRequest.GetBulk(List.of(Oid.parse("2.9"), TEST_OBJECTS), 2),
                new SnmpRequest.GetBulk(List.of(Oid.parse("2.9")), 3));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void answersWhatTheSameRequestAnswersDirectly(SnmpRequest request) throws Exception {
        SnmpResponse expected = direct.exchange(peer("public"), request, soon());

        SnmpResponse response = hop.exchange(peer("public"), request, soon());

        assertThat(expected.errorStatus()).isZero();
        // net-snmp stops printing at the first endOfMibView; a device repeats it.
        assertThat(response.varBinds())
                .isNotEmpty()
                .isEqualTo(expected.varBinds().subList(0, response.varBinds().size()));
        assertThat(expected.varBinds()
                        .subList(response.varBinds().size(), expected.varBinds().size()))
                .allMatch(varBind -> varBind.value() instanceof SnmpValue.EndOfMibView);
    }

    @Test
    void devicesOfIpv6AreAskedToo() throws Exception {
        var peer = peer("::1", "public", snmpd.port());

        SnmpResponse response = hop.exchange(peer, new SnmpRequest.Get(List.of(UPTIME)), soon());

        assertThat(response.varBinds().getFirst().value()).isInstanceOf(SnmpValue.TimeTicks.class);
    }

    static List<SnmpSecurity> users() {
        var sha = new Authentication(AuthProtocol.SHA, new Secret("auth \"password"));
        var sha256 = new Authentication(AuthProtocol.SHA_256, new Secret(Snmpd.AUTH_PASSWORD));
        var aes = new Privacy(PrivProtocol.AES_128, new Secret(Snmpd.PRIV_PASSWORD));
        return List.of(new SnmpSecurity.AuthNoPriv("signer", sha), new SnmpSecurity.AuthPriv("both", sha256, aes));
    }

    @ParameterizedTest
    @MethodSource("users")
    void usersOfSnmpv3AreLetIn(SnmpSecurity user) throws Exception {
        var request = new SnmpRequest.GetBulk(List.of(TEST_OBJECTS), 5);

        SnmpResponse response = hop.exchange(peer(user), request, soon());

        assertThat(response).isEqualTo(direct.exchange(peer("public"), request, soon()));
    }

    @Test
    void wrongPasswordIsTold() {
        var wrong = new Authentication(AuthProtocol.SHA, new Secret("some other password"));

        CommandFailedException failure = failure(
                peer(new SnmpSecurity.AuthNoPriv("signer", wrong)),
                new SnmpRequest.GetNext(List.of(TEST_OBJECTS)),
                soon());

        assertThat(failure.code()).isEqualTo(FailureCode.AUTH_FAILED);
        assertThat(failure.detail()).doesNotContain("some other");
    }

    @Test
    void setReachesTheDeviceByteForByte() throws Exception {
        List<VarBind> wanted = List.of(
                new VarBind(WRITABLE_NUMBER, new SnmpValue.Integer32(-6)),
                new VarBind(WRITABLE_TEXT, new SnmpValue.OctetString(Octets.ofHex("00ff0a27223b24"))));

        SnmpResponse response = hop.exchange(peer("private"), new SnmpRequest.Set(wanted), soon());

        assertThat(response).isEqualTo(new SnmpResponse(0, 0, wanted));
        assertThat(direct.exchange(peer("public"), new SnmpRequest.Get(List.of(WRITABLE_NUMBER, WRITABLE_TEXT)), soon())
                        .varBinds())
                .isEqualTo(wanted);
    }

    @Test
    void errorStatusIsTheDevicesOwn() throws Exception {
        var set = new SnmpRequest.Set(List.of(
                new VarBind(WRITABLE_TEXT, new SnmpValue.OctetString(Octets.ofUtf8("a"))),
                new VarBind(WRITABLE_NUMBER, new SnmpValue.OctetString(Octets.ofUtf8("b")))));

        SnmpResponse response = hop.exchange(peer("private"), set, soon());

        SnmpResponse expected = direct.exchange(peer("private"), set, soon());
        assertThat(response.errorIndex()).isEqualTo(expected.errorIndex());
        assertThat(response.errorStatus()).isEqualTo(expected.errorStatus());
        assertThat(response.errorStatus()).isEqualTo(7);
    }

    @Test
    void silenceOfTheDeviceIsToldAfterAllSends() {
        SnmpPeer peer = silent(Duration.ofMillis(200), 2);

        CommandFailedException failure = failure(peer, new SnmpRequest.Get(List.of(UPTIME)), soon());

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(failure.detail())
                .startsWith("no answer from 127.0.0.1:1 through ")
                .endsWith(" after 3 sends");
    }

    @Test
    void deadlineEndsTheRun() {
        SnmpPeer peer = silent(Duration.ofSeconds(50), 9);

        CommandFailedException failure = failure(
                peer, new SnmpRequest.Get(List.of(UPTIME)), Deadline.in(Duration.ofMillis(1_500), System::nanoTime));

        assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
    }

    @Test
    void hopThatDiesDuringASetLeavesOpenWhetherItWasCarriedOut() throws Exception {
        try (var other = new OtherHop("dying");
                var device = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var set = new SnmpRequest.Set(List.of(new VarBind(WRITABLE_NUMBER, new SnmpValue.Integer32(1))));
            var killed = new FutureTask<>(() -> {
                device.receive(new DatagramPacket(new byte[1500], 1500));
                other.sshd.kill();
                return true;
            });
            Thread.ofVirtual().start(killed);

            CommandFailedException failure = other.failure(peer("127.0.0.1", "private", device.getLocalPort()), set);

            assertThat(killed.get()).isTrue();
            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
            assertThat(failure.detail()).contains("lost");
        }
    }

    @Test
    void setIsNotSentThroughAHopThatCannotBeReached() throws Exception {
        try (var other = new OtherHop("down")) {
            other.sshd.kill();

            CommandFailedException failure = other.failure(
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
        try (var other = new OtherHop("bare", "SetEnv PATH=" + bin)) {
            CommandFailedException failure = other.failure(peer("public"), new SnmpRequest.Get(List.of(UPTIME)));

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
        try (var other = new OtherHop("talking", "ForceCommand " + noisy)) {
            SnmpResponse response =
                    other.engine.exchange(peer("public"), new SnmpRequest.GetNext(List.of(TEST_OBJECTS)), soon());

            assertThat(response)
                    .isEqualTo(direct.exchange(peer("public"), new SnmpRequest.GetNext(List.of(TEST_OBJECTS)), soon()));
        }
    }

    /// A hop of its own, for a test that spoils it.
    private static final class OtherHop implements AutoCloseable {
        private final Sshd sshd;
        private final SshSessions sessions;
        private final HopEngine engine;

        OtherHop(String name, String... options) throws Exception {
            Path own = Files.createDirectory(folder.resolve(name));
            sshd = Sshd.start(own.resolve("sshd"), options);
            Path key = sshd.newUserKey("any", "ed25519", "");
            sessions = sessions(sshd.writeKnownHosts(own.resolve("known_hosts")));
            engine = new HopEngine(login(sshd, key), sessions);
        }

        CommandFailedException failure(SnmpPeer peer, SnmpRequest request) {
            return catchThrowableOfType(CommandFailedException.class, () -> engine.exchange(peer, request, soon()));
        }

        @Override
        public void close() {
            sessions.close();
            sshd.close();
        }
    }

    @Test
    void settingsFileIsGoneAfterwards() throws Exception {
        Path own = Files.createDirectory(folder.resolve("tmp"));
        try (var other = new OtherHop("tidy", "SetEnv TMPDIR=" + own)) {
            other.engine.exchange(peer("public"), new SnmpRequest.Get(List.of(UPTIME)), soon());
            assertThat(other.failure(silent(Duration.ofMillis(200), 0), new SnmpRequest.Get(List.of(UPTIME)))
                            .code())
                    .isEqualTo(FailureCode.DEVICE_TIMEOUT);
        }

        assertThat(own).isEmptyDirectory();
    }

    /// Everything a shell, a settings file or a tool could take for more than a name.
    static List<String> payloads() {
        List<String> payloads = new ArrayList<>();
        for (String command : List.of("touch PWNED", "touch${IFS}PWNED", "echo>PWNED")) {
            for (String around : List.of(
                    "; %s",
                    "| %s",
                    "& %s",
                    "&& %s",
                    "|| %s",
                    "$(%s)",
                    "`%s`",
                    "'; %s; '",
                    "\"; %s; \"",
                    "'$(%s)'",
                    "\"$(%s)\"",
                    "\\'; %s #",
                    "\\\"; %s #",
                    ") ; %s ; (",
                    "} ; %s ; {",
                    "> PWNED %s",
                    "< /dev/null; %s",
                    "%%0a%s",
                    "$'\\n'%s",
                    "a' -x '%s",
                    "--; %s",
                    "-c \"%s\"",
                    "${x:=`%s`}",
                    "$((`%s`))",
                    "#\" ; %s",
                    "\\; %s",
                    "!%s",
                    "~; %s",
                    "*; %s",
                    "[a]; %s",
                    "?; %s",
                    "{a,b}; %s",
                    "\\\\\"; %s",
                    "'\"'\"'; %s",
                    "=(%s)",
                    "<(%s)",
                    ">(%s)",
                    "\u00a0; %s",
                    "\u2028%s",
                    "\\$(%s)",
                    "\"'`%s`'\"",
                    "\\`%s\\`",
                    "public #%s",
                    "public; includeFile %s",
                    "\" defVersion 1 \"%s",
                    "\\",
                    "\"",
                    "'",
                    "%s\\",
                    "%s\"")) {
                payloads.add(around.formatted(command));
            }
        }
        return payloads;
    }

    /// Each device is a socket that never answers: it gets the community and the value that were given, and nothing
    /// else happens.
    @Test
    void noPayloadIsAnythingButACommunityAndAValue() throws Exception {
        assertThat(payloads()).hasSizeGreaterThanOrEqualTo(150);

        try (ExecutorService callers =
                Executors.newFixedThreadPool(8, Thread.ofVirtual().factory())) {
            List<Callable<Boolean>> calls = payloads().stream()
                    .<Callable<Boolean>>map(payload -> () -> arrivesAsItIs(payload))
                    .toList();
            for (Future<Boolean> call : callers.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
        assertThat(marks()).isEmpty();
    }

    private static boolean arrivesAsItIs(String payload) throws Exception {
        try (var device = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            device.setSoTimeout(30_000);
            var peer = new SnmpPeer(
                    DeviceAddress.parse("127.0.0.1"),
                    device.getLocalPort(),
                    new SnmpSecurity.Community(new Secret(payload)),
                    Duration.ofMillis(100),
                    0);
            var set = new SnmpRequest.Set(
                    List.of(new VarBind(WRITABLE_TEXT, new SnmpValue.OctetString(Octets.ofUtf8(payload)))));

            CommandFailedException failure = failure(peer, set, soon());

            assertThat(failure.code()).as(payload + ": " + failure.detail()).isEqualTo(FailureCode.DEVICE_TIMEOUT);

            var packet = new DatagramPacket(new byte[1500], 1500);
            device.receive(packet);
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            String text = "04%02x%s".formatted(bytes.length, HexFormat.of().formatHex(bytes));
            // Behind the community comes the tag of a SET; the value is the last of the message.
            assertThat(HexFormat.of().formatHex(Arrays.copyOf(packet.getData(), packet.getLength())))
                    .as(payload)
                    .contains(text + "a3")
                    .endsWith(text);
            return true;
        }
    }

    private static List<Path> marks() throws Exception {
        try (Stream<Path> home = Files.list(Path.of(System.getProperty("user.home")))) {
            return home.filter(path -> String.valueOf(path.getFileName()).startsWith("PWNED"))
                    .toList();
        }
    }

    @Test
    void communityWithControlCharactersIsNotSentThroughAHop() {
        CommandFailedException failure =
                failure(peer("public\ndefVersion 1"), new SnmpRequest.GetNext(List.of(UPTIME)), soon());

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
        assertThat(failure.detail()).contains("control characters").doesNotContain("defVersion");
    }

    private static CommandFailedException failure(SnmpPeer peer, SnmpRequest request, Deadline deadline) {
        return catchThrowableOfType(CommandFailedException.class, () -> hop.exchange(peer, request, deadline));
    }

    /// Nobody listens there.
    private static SnmpPeer silent(Duration timeout, int retries) {
        return new SnmpPeer(
                DeviceAddress.parse("127.0.0.1"),
                1,
                new SnmpSecurity.Community(new Secret("public")),
                timeout,
                retries);
    }

    private static SnmpPeer peer(SnmpSecurity user) {
        return new SnmpPeer(DeviceAddress.parse("127.0.0.1"), snmpd.port(), user, Duration.ofSeconds(10), 1);
    }

    private static SnmpPeer peer(String community) {
        return peer("127.0.0.1", community, snmpd.port());
    }

    private static SnmpPeer peer(String address, String community, int port) {
        return new SnmpPeer(
                DeviceAddress.parse(address),
                port,
                new SnmpSecurity.Community(new Secret(community)),
                Duration.ofSeconds(10),
                1);
    }

    private static SshSessions sessions(Path knownHosts) {
        return SshSessions.open(
                new SshConfig(List.of(), SshConfig.Limits.STANDARD),
                knownHosts,
                "pypnm-agent trust-host",
                System::nanoTime,
                Thread.ofVirtual().factory());
    }

    private static SshLogin login(Sshd sshd, Path key) {
        return new SshLogin(new SshHost(sshd.address(), sshd.port()), sshd.user(), new SshKey.File(key), false);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60), System::nanoTime);
    }
}
