package io.pypnm.remote.agent.ssh;

import static io.pypnm.remote.agent.ssh.Bench.MIB;
import static io.pypnm.remote.agent.ssh.Bench.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.ExecResult.End;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How OpenSSH's server lets us in, or not.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
final class LoginTest {
    @TempDir
    private static Path folder;

    private static Bench bench;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        bench = new Bench(folder);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void keyOfEveryTypeLetsIn(String type) throws Exception {
        Path key = bench.sshd.newUserKey("plain_" + type, type, "");

        assertThat(exec(bench.login(new SshKey.File(key)))).isEqualTo(new End.Exited(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void lockedKeyOfEveryTypeLetsInWithItsPassphrase(String type) throws Exception {
        Path key = bench.sshd.newUserKey("locked_" + type, type, "open sesame");

        End end = exec(bench.login(new SshKey.LockedFile(key, new Secret("open sesame"))));

        assertThat(end).isEqualTo(new End.Exited(0));
    }

    @Test
    void wrongPassphraseIsNotTriedAtTheServer() throws Exception {
        Path key = bench.sshd.newUserKey("wrong", "ed25519", "open sesame");

        CommandFailedException failure = failure(bench.login(new SshKey.LockedFile(key, new Secret("open barley"))));

        assertThat(failure.code()).isEqualTo(FailureCode.AUTH_FAILED);
        assertThat(failure.detail()).contains(key + " for ").endsWith(" has another passphrase");
    }

    @Test
    void lockedKeyWithoutPassphraseIsNamed() throws Exception {
        Path key = bench.sshd.newUserKey("forgotten", "ed25519", "open sesame");

        CommandFailedException failure = failure(bench.login(new SshKey.File(key)));

        assertThat(failure.code()).isEqualTo(FailureCode.AUTH_FAILED);
        assertThat(failure.detail()).endsWith("is locked, and no passphrase_file is set");
    }

    @Test
    void keyThatOthersCanReadIsNotUsed() throws Exception {
        Path key = bench.sshd.newUserKey("wide", "ed25519", "");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        CommandFailedException failure = failure(bench.login(new SshKey.File(key)));

        assertThat(failure.code()).isEqualTo(FailureCode.AUTH_FAILED);
        assertThat(failure.detail()).endsWith("can be read by others; run: chmod 600 " + key);
    }

    @Test
    void keyThatTheServerDoesNotKnowFails() throws Exception {
        try (Bench strict = new Bench(folder.resolve("strict"))) {
            Path key = strict.sshd.newUserKey("stranger", "ed25519", "");
            strict.sshd.forgetUsers();

            CommandFailedException failure = catchThrowableOfType(
                    CommandFailedException.class,
                    () -> strict.sessions().exec(strict.login(new SshKey.File(key)), "true", "", MIB, in(30)));

            assertThat(failure.code()).isEqualTo(FailureCode.AUTH_FAILED);
            assertThat(failure.detail())
                    .isEqualTo(strict.host() + " does not let in " + strict.sshd.user() + " with the key " + key);
        }
    }

    @Test
    void keyFileThatIsNoneIsNamed() throws Exception {
        Path noKey = Files.createFile(
                folder.resolve("no-key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(noKey, "nothing");

        assertThat(failure(bench.login(new SshKey.File(noKey))).detail())
                .endsWith("is no private key that can be used");
        assertThat(failure(bench.login(new SshKey.File(folder.resolve("nowhere"))))
                        .code())
                .isEqualTo(FailureCode.AUTH_FAILED);
    }

    @Test
    void sshAgentLetsIn() throws Exception {
        Path socket = folder.resolve("agent.socket");
        Path key = bench.sshd.newUserKey("kept", "ed25519", "");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .start();
        try {
            // It says where it listens once it does.
            assertThat(agent.inputReader().readLine()).contains("SSH_AUTH_SOCK=");
            var add = new ProcessBuilder("ssh-add", "-q", key.toString());
            add.environment().putAll(Map.of("SSH_AUTH_SOCK", socket.toString()));
            assertThat(add.start().waitFor()).isZero();
            Files.delete(key);

            assertThat(exec(bench.login(new SshKey.Agent(socket)))).isEqualTo(new End.Exited(0));
        } finally {
            agent.destroyForcibly().waitFor();
        }
        CommandFailedException gone = failure(bench.login(new SshKey.Agent(folder.resolve("nobody.socket"))));
        assertThat(gone.code()).isEqualTo(FailureCode.AUTH_FAILED);
    }

    @Test
    void oldDeviceIsReachedOnlyWithOldAlgorithms() throws Exception {
        String[] old = {
            "KexAlgorithms diffie-hellman-group14-sha1",
            "HostKeyAlgorithms ssh-rsa",
            "Ciphers aes128-cbc",
            "MACs hmac-sha1",
            "PubkeyAcceptedAlgorithms ssh-rsa"
        };
        try (Bench ancient = new Bench(folder.resolve("ancient"), List.of("rsa"), old)) {
            Path key = ancient.sshd.newUserKey("rsa", "rsa", "");
            SshLogin modern = ancient.login(new SshKey.File(key));
            SshLogin legacy = new SshLogin(modern.host(), modern.user(), modern.key(), true);

            End end = ancient.sessions().exec(legacy, "true", "", MIB, in(30)).end();
            CommandFailedException failure = catchThrowableOfType(
                    CommandFailedException.class, () -> ancient.sessions().exec(modern, "true", "", MIB, in(30)));

            assertThat(end).isEqualTo(new End.Exited(0));
            assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
            assertThat(failure.detail())
                    .contains("diffie-hellman-group14-sha1")
                    .endsWith("for an old device: legacy_algorithms");
        }
    }

    @Test
    void closedPortIsUnreachable() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        CommandFailedException failure = failure(at("127.0.0.1", port));

        assertThat(failure.code()).isEqualTo(FailureCode.UNREACHABLE);
        assertThat(failure.detail()).contains("127.0.0.1:" + port).contains("refused");
    }

    @Test
    void nameWithoutAddressIsUnreachable() {
        CommandFailedException failure = failure(at("no-such-host.invalid", 22));

        assertThat(failure.code()).isEqualTo(FailureCode.UNREACHABLE);
        assertThat(failure.detail()).isEqualTo("nobody knows the address of no-such-host.invalid");
    }

    @Test
    void silentServerIsGivenUpAfterTheLimitOrAtTheDeadline() throws Exception {
        Duration second = Duration.ofSeconds(1);
        var impatient = new SshConfig.Limits(second, second, second, second, 1, 8);
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                var limited = new SshSessionsAt(folder, impatient)) {
            SshLogin login = at("127.0.0.1", silent.getLocalPort());

            CommandFailedException limit = catchThrowableOfType(
                    CommandFailedException.class, () -> limited.sessions().exec(login, "true", "", MIB, in(60)));
            CommandFailedException deadline = failure(login, in(Duration.ofMillis(200)));

            assertThat(limit.code()).isEqualTo(FailureCode.UNREACHABLE);
            assertThat(limit.detail()).contains("did not let us in within 1 s");
            assertThat(deadline.code()).isEqualTo(FailureCode.RUN_FOR);
        }
    }

    private static SshLogin at(String host, int port) {
        return new SshLogin(new SshHost(host, port), "any", bench.login().key(), false);
    }

    private static End exec(SshLogin login) throws CommandFailedException, InterruptedException {
        return bench.sessions().exec(login, "true", "", MIB, in(30)).end();
    }

    private static CommandFailedException failure(SshLogin login) {
        return failure(login, in(30));
    }

    private static CommandFailedException failure(SshLogin login, Deadline deadline) {
        return catchThrowableOfType(
                CommandFailedException.class, () -> bench.sessions().exec(login, "true", "", MIB, deadline));
    }

    /// Sessions without a server of their own.
    private record SshSessionsAt(SshSessions sessions) implements AutoCloseable {
        private SshSessionsAt(Path folder, SshConfig.Limits limits) {
            this(SshSessions.open(
                    new SshConfig(List.of(), limits),
                    folder.resolve("known_hosts"),
                    "trust",
                    System::nanoTime,
                    Thread.ofVirtual().factory()));
        }

        @Override
        public void close() {
            sessions.close();
        }
    }
}
