package io.pypnm.remote.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.lab.probe.Sshd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// How a person lets the agent trust OpenSSH's server.
@Timeout(60)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
final class TrustHostTest {
    @TempDir
    private Path folder;

    private Sshd sshd;
    private Path key;
    private Path home;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        sshd = Sshd.start(folder.resolve("sshd"), List.of("ed25519", "ecdsa"));
        key = sshd.newUserKey("any", "ed25519", "");
        home = folder.resolve("home");
    }

    @AfterEach
    void stop() {
        sshd.close();
    }

    @Test
    void allKeysAreShownAndNoneIsTrustedUntilSomebodySaysSo() throws Exception {
        sshd.newHostKeys("ed25519", "ecdsa", "rsa");
        sshd.kill();
        sshd.start();

        Run asked = run();

        assertThat(asked.exit()).isEqualTo(1);
        assertThat(asked.output())
                .contains("shows the ssh-ed25519 key " + sshd.fingerprint("ed25519") + " (not known)")
                .contains("shows the ecdsa-sha2-nistp256 key " + sshd.fingerprint("ecdsa"))
                .contains("shows the ssh-rsa key " + sshd.fingerprint("rsa"))
                .contains("say --fingerprint SHA256:... or --yes");
        assertThat(home.resolve("known_hosts")).doesNotExist();
    }

    @Test
    void whatTheFailureAdvisesMendsIt() throws Exception {
        CommandFailedException refusal = login().orElseThrow();
        assertThat(refusal.code()).isEqualTo(FailureCode.HOST_KEY_REJECTED);
        assertThat(refusal.detail()).endsWith("pypnm-agent trust-host 127.0.0.1:" + sshd.port());

        Run trusted = run("--fingerprint", sshd.fingerprint("ed25519"));

        assertThat(trusted.exit()).isZero();
        assertThat(Files.readAllLines(home.resolve("known_hosts"))).hasSize(1);
        assertThat(login()).isEmpty();
        assertThat(run().exit())
                .as("an ed25519 key is trusted, the others are not")
                .isEqualTo(1);
    }

    @Test
    void wrongFingerprintTrustsNothing() throws Exception {
        Run wrong = run("--fingerprint", "SHA256:wrong");

        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.output()).contains("shows no key with the fingerprint SHA256:wrong");
        assertThat(home.resolve("known_hosts")).doesNotExist();
    }

    @Test
    void changedKeysAreReplacedOnlyByAnExplicitWord() throws Exception {
        assertThat(run("--yes").exit()).isZero();
        assertThat(run().exit()).as("everything is trusted already").isZero();
        sshd.newHostKeys("ed25519");
        sshd.kill();
        sshd.start();
        assertThat(login().orElseThrow().detail()).endsWith(" --replace");

        Run refused = run("--yes");
        Run replaced = run("--yes", "--replace");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("was known by the", "say so: --replace");
        assertThat(replaced.exit()).isZero();
        assertThat(Files.readAllLines(home.resolve("known_hosts"))).hasSize(1);
        assertThat(login()).isEmpty();
    }

    @Test
    void hostThatIsNotThereIsNamed() throws Exception {
        sshd.kill();

        Run run = run("--yes");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("127.0.0.1:" + sshd.port() + " shows no key: ");
    }

    @Test
    void hostMustBeGivenAndBeOne() throws Exception {
        assertThat(program("trust-host").output()).contains("trust-host needs a value");
        assertThat(program("trust-host", "a b").exit()).isEqualTo(2);
        assertThat(program("trust-host", "host:99999").output()).contains("port must be 1 to 65535");
    }

    /// Why the agent cannot log in, if it cannot.
    private Optional<CommandFailedException> login() throws InterruptedException {
        var host = new SshHost(sshd.address(), sshd.port());
        var login = new SshLogin(host, sshd.user(), new SshKey.File(key), false);
        try (SshSessions sessions = SshSessions.open(
                new SshConfig(List.of(), SshConfig.Limits.STANDARD),
                home.resolve("known_hosts"),
                "pypnm-agent trust-host",
                System::nanoTime,
                Thread.ofVirtual().factory())) {
            sessions.exec(login, "true", "", 1, Deadline.in(Duration.ofSeconds(30), System::nanoTime));
            return Optional.empty();
        } catch (CommandFailedException e) {
            return Optional.of(e);
        }
    }

    private record Run(int exit, String output) {}

    private Run run(String... arguments) throws InterruptedException {
        return program(Stream.concat(
                        Stream.of("trust-host", "127.0.0.1:" + sshd.port(), "--home", home.toString()),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static Run program(String... arguments) throws InterruptedException {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exit = AgentMain.run(List.of(arguments), out, out);
        return new Run(exit, bytes.toString(StandardCharsets.UTF_8));
    }
}
