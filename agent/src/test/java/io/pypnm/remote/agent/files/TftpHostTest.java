package io.pypnm.remote.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pypnm.remote.agent.files.FileConfig.Captures;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.ssh.SshSessions;
import io.pypnm.remote.agent.ssh.login.SshConfig;
import io.pypnm.remote.agent.ssh.login.SshHost;
import io.pypnm.remote.agent.ssh.login.SshKey;
import io.pypnm.remote.agent.ssh.login.SshLogin;
import io.pypnm.remote.agent.testing.SlowProxy;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.Match;
import io.pypnm.remote.contracts.command.CommandKind;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.lab.probe.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Captures on a host with OpenSSH, at the end of a long wire.
@Timeout(120)
@DisabledIfSystemProperty(named = "peers", matches = "skip", disabledReason = "needs sshd")
class TftpHostTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    static Path shared;

    private static Sshd sshd;
    private static SlowProxy wire;
    private static SshSessions sessions;
    private static SshLogin login;

    @TempDir
    Path directory;

    private Path there = Path.of("");
    private Path here = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        sshd = Sshd.start(shared.resolve("sshd"));
        Path key = sshd.newUserKey("any", "ed25519", "");
        Path knownHosts = shared.resolve("known_hosts");
        sshd.writeKnownHosts(knownHosts);
        wire = SlowProxy.to(sshd.port(), Duration.ofMillis(5));
        String known = Files.readString(knownHosts);
        Files.writeString(knownHosts, known.replace(":" + sshd.port(), ":" + wire.port()));
        sessions = SshSessions.open(
                new SshConfig(List.of(), SshConfig.Limits.STANDARD),
                knownHosts,
                "pypnm-agent trust-host",
                System::nanoTime,
                Thread.ofVirtual().factory());
        login = new SshLogin(new SshHost(sshd.address(), wire.port()), sshd.user(), new SshKey.File(key), false);
    }

    @AfterAll
    static void stop() throws IOException {
        sessions.close();
        wire.close();
        sshd.close();
    }

    @BeforeEach
    void makeDirectories() throws IOException {
        there = Files.createDirectory(directory.resolve("there")).toRealPath();
        here = Files.createDirectory(directory.resolve("here")).toRealPath();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20_000, 65_536, 5_000_000})
    void fileOfTheHostIsReadAsItIs(int bytes) throws Exception {
        byte[] content = write(there, "capture", bytes, NOON);
        Asking asking = asking(true);

        Reply.FileContent file = Asking.content(asking.run(new Command.TftpGet(new FileName("capture"))));

        assertThat(asking.bytes(file)).isEqualTo(content);
        assertThat(file.modified()).isEqualTo(NOON);
        assertThat(file.origin()).isEqualTo(sshd.address() + ":" + wire.port() + ":" + there);
    }

    @Test
    void directoriesOfThisHostComeFirstAndTheHostIsNext() throws Exception {
        write(there, "both", 1, NOON);
        write(here, "both", 2, NOON);
        write(there, "only-there", 3, NOON);
        Asking asking = asking(true);

        assertThat(asking.get("both").bytes()).isEqualTo(2);
        assertThat(asking.get("only-there").bytes()).isEqualTo(3);
        assertThat(Asking.content(asking.run(new Command.PnmFileGet(new FileName("both"), Match.EXACT)))
                        .bytes())
                .isEqualTo(1);
        assertThat(Asking.files(asking.list("both", "only")))
                .extracting(Reply.FileEntry::bytes)
                .containsExactly(2L, 3L);
    }

    @Test
    void newestIsFoundAmongThousandsOfFiles() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            Files.createFile(there.resolve("capture-" + i));
        }
        write(there, "capture-777", 7, NOON.plus(Duration.ofDays(3_650)));

        assertThat(asking(true).newest("capture-").name()).isEqualTo(new FileName("capture-777"));
        assertThat(Asking.files(asking(true).list("capture-"))).hasSize(2_000);
    }

    @Test
    void linksAndDirectoriesOfTheHostAreNoFiles() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(there.resolve("link"), secret);
        Files.createSymbolicLink(there.resolve("inner"), Path.of("link"));
        Files.createDirectory(there.resolve("folder"));

        for (String name : List.of("link", "inner", "folder", "absent")) {
            assertThat(asking(true)
                            .failure(new Command.TftpGet(new FileName(name)))
                            .code())
                    .as(name)
                    .isEqualTo(FailureCode.NOT_FOUND);
        }
        assertThat(Asking.files(asking(true).list("link", "inner", "folder"))).isEmpty();
    }

    @Test
    void fileThatChangesWhileItIsReadIsNoContent() throws Exception {
        write(there, "capture", 3_000_000, NOON);
        Asking asking = asking(true);
        asking.contents().atFirstBytes(() -> write(there, "capture", 3_000_000, NOON.plusSeconds(1)));

        CommandFailedException failure = asking.failure(new Command.TftpGet(new FileName("capture")));

        assertThat(failure.detail()).contains("changed while it was read");
        assertThat(asking.contents().sealed()).isEmpty();
    }

    @Test
    void wireThatIsCutInTheMiddleIsUnreachableAndTheNextCommandConnectsAgain() throws Exception {
        byte[] content = write(there, "capture", 5_000_000, NOON);
        Asking asking = asking(true);
        var command = new Command.TftpGet(new FileName("capture"));
        asking.contents().atFirstBytes(wire::cut);

        assertThat(asking.failure(command).code()).isEqualTo(FailureCode.UNREACHABLE);

        assertThat(asking.contents().open()).isZero();
        assertThat(asking.bytes(Asking.content(asking.run(command)))).isEqualTo(content);
    }

    @Test
    void hostThatCannotBeReachedDoesNotHideWhatIsHere() throws Exception {
        write(here, "a", 1, NOON);
        var nobody = new SshLogin(new SshHost("127.0.0.1", 1), "nobody", login.key(), false);
        Asking asking = Asking.of(
                new FileConfig(List.of(here), new Captures.OnHost(nobody, "/tftpboot", true), 1000), sessions);

        assertThat(asking.get("a").bytes()).isEqualTo(1);
        assertThat(asking.failure("b").code()).isEqualTo(FailureCode.UNREACHABLE);
        Outcome list = asking.list("a");
        assertThat(((Outcome.Partial) list).missing())
                .extracting(Missing::what, Missing::code)
                .containsExactly(tuple("127.0.0.1:1:/tftpboot", Missing.Code.DEVICE_TIMEOUT));
    }

    @Test
    void whatTheHostMakesPossibleIsAnnounced() {
        assertThat(asking(true).files().capabilities())
                .containsExactlyInAnyOrder(
                        CommandKind.FILE_GET, CommandKind.FILE_LIST, CommandKind.TFTP_GET, CommandKind.PNM_FILE_GET);
        assertThat(asking(false).files().capabilities())
                .containsExactlyInAnyOrder(CommandKind.FILE_GET, CommandKind.FILE_LIST, CommandKind.TFTP_GET);
    }

    private Asking asking(boolean offered) {
        var captures = new Captures.OnHost(login, there.toString(), offered);
        return Asking.of(new FileConfig(List.of(here), captures, 64 << 20), sessions);
    }

    private static byte[] write(Path root, String name, int bytes, Instant modified) throws IOException {
        byte[] content = new byte[bytes];
        new Random(name.hashCode()).nextBytes(content);
        Path file = Files.write(root.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return content;
    }
}
