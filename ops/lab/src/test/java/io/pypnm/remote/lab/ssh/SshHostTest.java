package io.pypnm.remote.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.lab.Lab;
import io.pypnm.remote.lab.LabConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The host as OpenSSH's own `sftp` sees it.
final class SshHostTest {
    private static final int LARGE = 3_000_000;

    @TempDir
    Path folder;

    private Path root = Path.of("");

    private record Said(int exit, String text) {}

    @BeforeEach
    void fill() throws IOException {
        root = Files.createDirectory(folder.resolve("tftp"));
        Files.writeString(root.resolve("rxmer.bin"), "PNN4");
        Files.write(root.resolve("large.bin"), new byte[LARGE]);
    }

    private SshHost start() throws IOException {
        var anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        return SshHost.start(anyPort, root, folder.resolve("ssh"));
    }

    private Said sftp(SshHost host, String... lines) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("sftp", "-b", "-", "-P", Integer.toString(host.port())));
        command.addAll(List.of("-i", host.userKey().toString(), "-F", "none"));
        command.addAll(List.of("-o", "UserKnownHostsFile=" + host.knownHosts(), "-o", "StrictHostKeyChecking=yes"));
        command.add("lab@127.0.0.1");
        Process client = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        client.getOutputStream().write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().close();
        String text = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Said(client.exitValue(), text);
    }

    @Test
    void fileOfTheDirectoryIsReadAndNothingListed() throws Exception {
        try (SshHost host = start()) {
            Said said = sftp(host, "get /rxmer.bin got.bin");

            assertThat(said.exit()).as(said.text()).isZero();
            assertThat(folder.resolve("got.bin")).hasContent("PNN4");
            assertThat(host.sftp().listings()).isZero();
            assertThat(host.sftp().opens()).isOne();
        }
    }

    @Test
    void listingIsCounted() throws Exception {
        try (SshHost host = start()) {
            assertThat(sftp(host, "ls -1 /").text()).contains("rxmer.bin", "large.bin");
            assertThat(host.sftp().listings()).isOne();
        }
    }

    @Test
    void nothingAboveTheDirectoryIsRead() throws Exception {
        Files.writeString(folder.resolve("secret"), "no");
        try (SshHost host = start()) {
            assertThat(sftp(host, "get /../secret got.bin").exit()).isNotZero();
            assertThat(folder.resolve("got.bin")).doesNotExist();
        }
    }

    @Test
    void deniedFileIsRefused() throws Exception {
        try (SshHost host = start()) {
            host.sftp().deny("rxmer.bin");

            assertThat(sftp(host, "get /rxmer.bin got.bin").text()).contains("Permission denied");
        }
    }

    @Test
    void transferIsCutOnceInTheMiddle() throws Exception {
        try (SshHost host = start()) {
            host.sftp().cutAfter(LARGE / 2);

            assertThat(sftp(host, "get /large.bin cut.bin").exit()).isNotZero();
            assertThat(sftp(host, "get /large.bin whole.bin").exit()).isZero();
            assertThat(Files.size(folder.resolve("cut.bin"))).isLessThan(LARGE);
            assertThat(folder.resolve("whole.bin")).hasSize(LARGE);
        }
    }

    @Test
    void keysOutliveTheHostAndAnotherKeyIsSeen() throws Exception {
        Path knownHosts;
        try (SshHost host = start()) {
            knownHosts = host.knownHosts();
        }
        String before = Files.readString(knownHosts);
        try (SshHost host = start()) {
            assertThat(keyOf(Files.readString(knownHosts))).isEqualTo(keyOf(before));
            host.showAnotherKey();

            assertThat(sftp(host, "get /rxmer.bin got.bin").text()).contains("REMOTE HOST IDENTIFICATION HAS CHANGED");
        }
    }

    private static String keyOf(String line) {
        return line.split(" ", 2)[1];
    }

    @Test
    void strangersKeyIsNotLetIn() throws Exception {
        try (SshHost host = start()) {
            Files.delete(host.userKey());
            Process keygen = new ProcessBuilder(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-f",
                            host.userKey().toString())
                    .start();
            assertThat(keygen.waitFor()).isZero();

            assertThat(sftp(host, "ls /").text()).contains("Permission denied");
        }
    }

    @Test
    void labServesItsTftpDirectory() throws Exception {
        LabConfig config = LabConfig.defaults()
                .withModems(1)
                .withTftp(root, Duration.ofMillis(10))
                .withSsh(new LabConfig.Ssh(folder.resolve("ssh"), 0));
        try (Lab lab = Lab.start(config)) {
            assertThat(sftp(lab.ssh(), "get /rxmer.bin got.bin").exit()).isZero();
        }
    }

    @Test
    void labWithoutADirectoryHasNothingToServe() {
        assertThatThrownBy(() -> LabConfig.defaults().withSsh(new LabConfig.Ssh(folder, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("directory");
    }
}
