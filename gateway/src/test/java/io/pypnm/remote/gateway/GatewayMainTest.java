package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.Configuration.Effective;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What an operator sees of a gateway that does not start.
class GatewayMainTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @TempDir
    Path directory;

    private record Result(int exit, String err) {}

    private static Result run(String... arguments) {
        var err = new StringWriter();
        CommandLine command = GatewayMain.commandLine().setErr(new PrintWriter(err, true));
        return new Result(command.execute(arguments), err.toString());
    }

    private Path file(String settings) throws IOException {
        return Files.writeString(directory.resolve("gateway.json"), settings);
    }

    @Test
    void goodSettingsAreCheckedAndNothingIsStarted() throws IOException {
        Path data = directory.resolve("data");
        Path file = file("""
                {
                  // Comments are allowed.
                  "gateway-id": "main",
                  "data": "%s",
                  "http": {"port": 0}
                }""".formatted(data));

        Result checked = run("--config", file.toString(), "--check-config");

        assertThat(checked).isEqualTo(new Result(0, ""));
        assertThat(data).doesNotExist();
    }

    @Test
    void everyProblemOfTheSettingsIsSaidInALineOfItsOwn() throws IOException {
        Path file = file("""
                {
                  "gateway-id": "Not A Label",
                  "http": {"host": "0.0.0.0", "prot": 80},
                  "keep": {"time": "1h"},
                  "agent-token": "changeme"
                }""");

        Result checked = run("--config", file.toString(), "--check-config");

        assertThat(checked.exit()).isEqualTo(2);
        assertThat(checked.err().lines())
                .hasSize(6)
                .anySatisfy(line -> assertThat(line).contains("chmod 600"))
                .anySatisfy(line -> assertThat(line).contains("gateway-id"))
                .anySatisfy(line -> assertThat(line).contains("http.host", "loopback"))
                .anySatisfy(line -> assertThat(line).contains("prot", "port"))
                .anySatisfy(line -> assertThat(line).contains("keep.time"))
                .anySatisfy(line -> assertThat(line).contains("agent-token", "published"));
        assertThat(checked.err()).doesNotContain("changeme");
    }

    @Test
    void fileThatWasAskedForAndIsNotThereIsAnError() {
        Path missing = directory.resolve("missing.json");

        Result started = run("--config", missing.toString(), "--check-config");
        Result listed = run("agents", "list", "--config", missing.toString());

        for (Result result : List.of(started, listed)) {
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.err()).contains("missing.json", "does not exist").hasLineCount(1);
        }
    }

    @Test
    void portThatIsTakenIsSaidInALine() throws IOException {
        log.expect("AMQ");
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = file("{\"data\": \"" + directory.resolve("data") + "\"}");

            Result started = run("--config", file.toString(), "--port", Integer.toString(taken.getLocalPort()));

            assertThat(started.exit()).isEqualTo(1);
            assertThat(started.err())
                    .contains(Integer.toString(taken.getLocalPort()), "in use")
                    .hasLineCount(1);
        }
    }

    @Test
    void dataThatAnotherGatewayHasIsSaidInALine() throws Exception {
        log.expect("AMQ");
        Path data = directory.resolve("data");
        Path file = file("{\"data\": \"" + data + "\"}");
        try (var _ = RunningGateway.start(data)) {
            Result second = run("--config", file.toString(), "--port", "0");

            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.err()).contains(data.toString()).hasLineCount(1);
        }
    }

    @Test
    void ledgerThatIsNoneIsSaidInALine() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(
                data.resolve("ledger.db"), "not a database, and long enough to be looked at as one".repeat(100));
        Path file = file("{\"data\": \"" + data + "\"}");

        for (Result result : List.of(
                run("--config", file.toString(), "--port", "0"), run("keys", "list", "--config", file.toString()))) {
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err()).contains("ledger.db").hasLineCount(1);
        }
    }

    @Test
    void argumentThatIsNoneIsAUsageError() {
        assertThat(run("--prot", "1").exit()).isEqualTo(2);
        assertThat(run("agents", "add").exit()).isEqualTo(2);
        assertThat(run("keys", "add", "x", "--role", "god").exit()).isEqualTo(2);
    }

    /// `gateway/README.md` tells operators of every setting, and of no other.
    @Test
    void everySettingIsInTheReadme() throws Exception {
        Configuration configuration = Configuration.empty(Map.of());
        configuration.read(settings -> GatewayConfig.from(settings, directory));
        List<String> known =
                configuration.effective().stream().map(Effective::key).toList();
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("## Settings"), readme.indexOf("## What a caller is told"));

        List<String> told = Pattern.compile("(?m)^\\| `([a-z.-]+)`")
                .matcher(table)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        assertThat(told).containsExactlyInAnyOrderElementsOf(known);
    }
}
