package io.pypnm.remote.agent.ssh;

import static io.pypnm.remote.agent.ssh.Bench.MIB;
import static io.pypnm.remote.agent.ssh.Bench.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.ssh.ExecResult.End;
import io.pypnm.remote.contracts.outcome.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which servers are believed, with known_hosts files that OpenSSH's tools wrote.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
final class HostKeyTest {
    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        bench = new Bench(folder, List.of("ed25519", "ecdsa"));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void serverIsAskedForTheTypeOfKeyThatIsKnown(String type) throws Exception {
        bench.sshd.newHostKeys("ed25519", "ecdsa", "rsa");
        bench.sshd.kill();
        bench.sshd.start();
        bench.sshd.writeKnownHosts(bench.knownHosts(), type);

        assertThat(bench.exec("true").end()).isEqualTo(new End.Exited(0));
    }

    @Test
    void hashedNamesAreUnderstood() throws Exception {
        Process hash = new ProcessBuilder(
                        "ssh-keygen", "-H", "-f", bench.knownHosts().toString())
                .redirectErrorStream(true)
                .start();
        assertThat(hash.waitFor()).isZero();
        assertThat(bench.knownHosts()).content().startsWith("|1|").doesNotContain("127.0.0.1");

        assertThat(bench.exec("true").end()).isEqualTo(new End.Exited(0));
    }

    @Test
    void unknownServerIsRejectedWithItsFingerprintAndTheRemedy() throws Exception {
        Files.delete(bench.knownHosts());

        CommandFailedException failure = failure();

        assertThat(failure.code()).isEqualTo(FailureCode.HOST_KEY_REJECTED);
        assertThat(failure.detail())
                .isEqualTo(bench.host() + " is not known and shows the ssh-ed25519 key "
                        + bench.sshd.fingerprint("ed25519") + "; if that is right: pypnm-agent trust-host "
                        + bench.host());
    }

    @Test
    void changedKeyIsRejectedAndNeedsAWordMore() throws Exception {
        bench.sshd.newHostKeys("ed25519");
        bench.sshd.kill();
        bench.sshd.start();

        CommandFailedException failure = failure();

        assertThat(failure.code()).isEqualTo(FailureCode.HOST_KEY_REJECTED);
        assertThat(failure.detail())
                .contains("is known by another key than the ssh-ed25519 key " + bench.sshd.fingerprint("ed25519"))
                .endsWith("pypnm-agent trust-host " + bench.host() + " --replace");
    }

    /// JSch's own reader calls that unknown, which invites to trust it without a thought.
    @Test
    void keyOfAnotherTypeIsAChangedOne() throws Exception {
        bench.sshd.writeKnownHosts(bench.knownHosts(), "ed25519");
        bench.sshd.newHostKeys("ecdsa");
        bench.sshd.kill();
        bench.sshd.start();

        assertThat(failure().detail()).contains("is known by another key than the ecdsa-sha2-nistp256 key");
    }

    @Test
    void revokedKeyIsRejectedThoughAnotherLineTrustsIt() throws Exception {
        StringBuilder revoked = new StringBuilder();
        for (String line : Files.readAllLines(bench.knownHosts())) {
            revoked.append("@revoked ").append(line).append('\n');
        }
        Files.writeString(bench.knownHosts(), revoked, StandardOpenOption.APPEND);

        CommandFailedException failure = failure();

        assertThat(failure.code()).isEqualTo(FailureCode.HOST_KEY_REJECTED);
        assertThat(failure.detail()).endsWith("which is revoked");
    }

    @Test
    void hostTrustedMeanwhileIsLetInWithoutARestart() throws Exception {
        Files.delete(bench.knownHosts());
        assertThat(failure().code()).isEqualTo(FailureCode.HOST_KEY_REJECTED);

        bench.sshd.writeKnownHosts(bench.knownHosts());

        assertThat(bench.exec("true").end()).isEqualTo(new End.Exited(0));
    }

    private CommandFailedException failure() {
        return catchThrowableOfType(
                CommandFailedException.class, () -> bench.sessions().exec(bench.login(), "true", "", MIB, in(30)));
    }
}
