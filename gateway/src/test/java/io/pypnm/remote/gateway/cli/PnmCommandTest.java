package io.pypnm.remote.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pypnm.remote.gateway.pnm.SampleFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class PnmCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new PnmCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private String sample(String name) throws Exception {
        return Files.write(folder.resolve(name), SampleFiles.read(name)).toString();
    }

    @Test
    void decodePrintsTheCaptureAsJson() throws Exception {
        int exit = run("decode", sample(SampleFiles.RXMER_WITH_EXCLUSIONS));

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(exit).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(json.path("kind").asText()).isEqualTo("rxmer");
        assertThat(json.path("values_db").path(1200).isNull()).isTrue();
        assertThat(json.path("statistics_db_excluding_0xFF").path("n").asInt()).isEqualTo(3680);
    }

    @Test
    void refusedFileIsOneLineOnStandardErrorAndExitCode3() throws Exception {
        String file = sample("bad-pnn4-truncated-payload.bin");

        int exit = run("decode", file);

        assertThat(exit).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).containsExactly(file + ": declared length 3800 but 1472 data bytes present");
    }

    @Test
    void fileThatIsNotThereIsNoRefusal() {
        String file = folder.resolve("none.bin").toString();

        int exit = run("decode", file);

        assertThat(exit).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString().lines()).containsExactly(file + ": there is no such file");
    }

    @Test
    void withoutAFileTheUsageIsTold() {
        assertThat(run("decode")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("Missing required parameter", "Usage: pnm");
    }
}
