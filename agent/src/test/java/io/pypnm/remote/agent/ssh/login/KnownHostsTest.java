package io.pypnm.remote.agent.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KnownHostsTest {
    private static final SshHost CMTS = new SshHost("cmts-1.example.net", 22);
    private static final SshHost CMTS_HIGH = new SshHost("cmts-1.example.net", 2222);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("known_hosts");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cmts-1.example.net                | true
            CMTS-1.Example.NET                | true
            10.0.0.1,cmts-1.example.net       | true
            *.example.net                     | true
            cmts-?.example.net                | true
            *.example.net,!cmts-1.example.net | false
            cmts-2.example.net                | false
            cmts-1xexample.net                | false
            cmts-1.example.net.evil.com       | false
            """)
    void namesAndPatternsMatchAsInOpenSsh(String patterns, boolean trusted) throws Exception {
        write(patterns + " ssh-ed25519 " + base64("a"));

        assertThat(check(CMTS, "a") == KnownHosts.Verdict.TRUSTED).isEqualTo(trusted);
    }

    @Test
    void portHasKeysOfItsOwnAndElseThoseOfTheHost() throws Exception {
        write("cmts-1.example.net ssh-ed25519 " + base64("host"));
        assertThat(check(CMTS_HIGH, "host")).isEqualTo(KnownHosts.Verdict.TRUSTED);

        write(
                "cmts-1.example.net ssh-ed25519 " + base64("host"),
                "[cmts-1.example.net]:2222 ssh-ed25519 " + base64("port"));

        assertThat(check(CMTS_HIGH, "port")).isEqualTo(KnownHosts.Verdict.TRUSTED);
        assertThat(check(CMTS_HIGH, "host")).isEqualTo(KnownHosts.Verdict.CHANGED);
        assertThat(check(CMTS, "port")).isEqualTo(KnownHosts.Verdict.CHANGED);
    }

    @Test
    void whatCannotBeReadTrustsNobody() throws Exception {
        write(
                "",
                "# a comment",
                "cmts-1.example.net",
                "cmts-1.example.net ssh-ed25519 ???",
                "cmts-1.example.net ssh-ed25519 AAAA",
                "@cert-authority cmts-1.example.net ssh-ed25519 " + base64("a"),
                "|1|not base64|at all ssh-ed25519 " + base64("a"),
                "|1||| ssh-ed25519 " + base64("a"));

        assertThat(check(CMTS, "a")).isEqualTo(KnownHosts.Verdict.UNKNOWN);
    }

    @Test
    void fileThatIsNotThereTrustsNobody() throws Exception {
        assertThat(check(CMTS, "a")).isEqualTo(KnownHosts.Verdict.UNKNOWN);
    }

    @Test
    void replacingKeepsTheLinesOfOthers() throws Exception {
        List<String> others = List.of(
                "# mine",
                "other.example.net ssh-ed25519 " + base64("other"),
                "cmts-1.example.net,10.0.0.1 ssh-ed25519 " + base64("shared"),
                "@revoked cmts-1.example.net ssh-ed25519 " + base64("revoked"));
        Files.write(file, others);
        Files.writeString(file, "cmts-1.example.net ssh-ed25519 " + base64("old") + "\n", StandardOpenOption.APPEND);

        KnownHosts.replace(file, CMTS, List.of(key("new")));

        assertThat(Files.readAllLines(file))
                .startsWith(others.toArray(String[]::new))
                .last()
                .isEqualTo("cmts-1.example.net ssh-ed25519 " + base64("new"));
        assertThat(Files.readAllLines(file)).hasSize(others.size() + 1);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @ParameterizedTest
    @CsvSource({
        "cmts, cmts, 22, cmts",
        "cmts:2222, cmts, 2222, [cmts]:2222",
        "10.0.0.1:22, 10.0.0.1, 22, 10.0.0.1",
        "2001:db8::1, 2001:db8::1, 22, 2001:db8::1",
        "[2001:db8::1]:2222, 2001:db8::1, 2222, [2001:db8::1]:2222",
        "[2001:db8::1], 2001:db8::1, 22, 2001:db8::1"
    })
    void hostIsReadAsItIsWritten(String text, String name, int port, String knownAs) {
        SshHost host = SshHost.parse(text);

        assertThat(host).isEqualTo(new SshHost(name, port));
        assertThat(host.knownAs()).isEqualTo(knownAs);
        assertThat(SshHost.parse(host.toString())).isEqualTo(host);
    }

    private KnownHosts.Verdict check(SshHost host, String key) throws IOException {
        return KnownHosts.read(List.of(file)).check(host, key(key));
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    private static ServerKey key(String content) {
        return ServerKey.parse(base64(content));
    }

    private static String base64(String content) {
        try {
            var bytes = new ByteArrayOutputStream();
            var blob = new DataOutputStream(bytes);
            byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
            blob.writeInt(type.length);
            blob.write(type);
            blob.writeUTF(content);
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
