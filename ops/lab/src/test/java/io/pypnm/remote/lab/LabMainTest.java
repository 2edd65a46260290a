package io.pypnm.remote.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabMainTest {
    @TempDir
    private Path folder;

    @Test
    void programSaysReadyServesAndEndsWithItsInput() throws IOException, InterruptedException {
        Path log = folder.resolve("sets.jsonl");
        Process process = start("--modems", "2", "--cmts-rows", "7", "--set-log", log.toString(), "--exit-with-stdin");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String ready = out.readLine();

            assertThat(ready)
                    .matches("READY \\{\"pid\":" + process.pid() + ",\"port\":[1-9][0-9]*,\"cmts\":\"127.20.0.1\","
                            + "\"cmtss\":\\[\"127.20.0.1\"],\"cmtsRows\":7,\"cmtsCommunities\":\\[\"lab-ro\",\"lab-rw\"],\"modems\":2,"
                            + "\"firstModem\":\"127.20.0.2\",\"modemCommunities\":\\[\"lab-ro\",\"lab-rw\"],"
                            + "\"tftpPort\":69,\"control\":\"http://127.0.0.1:[1-9][0-9]*\"}");
            assertThat(process.isAlive()).isTrue();
            assertThat(log).isEmptyFile();

            process.getOutputStream().close();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void programEndsOnSigterm() throws IOException, InterruptedException {
        Process process = start("--modems", "0");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("READY ");

            process.destroy();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --modem 3                                     | unknown option --modem
        --modems                                      | --modems needs a value
        --modems many                                 | --modems many: For input string
        --modems 10001                                | modems must be 0 to 10000, is 10001
        --base-address lab.example                    | --base-address lab.example: Invalid IP address
        --base-address 192.0.2.1                      | addresses must lie in 127.0.0.0/8
        --port 70000                                  | port must be 0 to 65535, is 70000
        --max-message-bytes 100                       | max message bytes must be 484 to 65507, is 100
        --cmtss 17                                    | cmtss must be 1 to 16, is 17
        --measuring-millis soon                       | --measuring-millis soon: For input string
        --tftp-port -1                                | tftp port must be 0 to 65535, is -1
        --threads 0                                   | threads must be 1 to 16, is 0
        --cmts-communities public                     | must be two communities
        --misbehave 127.20.0.2=LAZY                   | misbehaviour must be NONE or one of
        --misbehave SILENT                            | must be ADDRESS=FAULTS, is SILENT
        --misbehave 127.20.0.99=SILENT                | no device has address 127.20.0.99
        """)
    void wrongArgumentsAreNamed(String arguments, String problem) throws InterruptedException {
        Outcome outcome = run(arguments.split(" ", -1));

        assertThat(outcome.exit).isEqualTo(2);
        assertThat(outcome.err).contains(problem);
        assertThat(outcome.out).isEmpty();
    }

    @Test
    void allWrongArgumentsAreNamedAtOnce() throws InterruptedException {
        Outcome outcome = run("--modems", "x", "--seed", "y", "--verbose");

        assertThat(outcome.err).contains("--modems x").contains("--seed y").contains("unknown option --verbose");
    }

    @Test
    void unwritableLogStopsTheStart() throws InterruptedException {
        Outcome outcome = run("--set-log", folder.resolve("missing/sets").toString());

        assertThat(outcome.exit).isEqualTo(1);
        assertThat(outcome.err).contains("the lab cannot go on: java.nio.file.NoSuchFileException");
    }

    @Test
    void optionsAreTakenOver() throws InterruptedException {
        Outcome outcome = run(
                "--base-address",
                "127.31.0.254",
                "--modems",
                "1",
                "--modem-communities",
                "r,w",
                "--misbehave",
                "127.31.1.1=SLOW:7+LOOPS,127.31.0.254=SILENT",
                "--exit-with-stdin");

        assertThat(outcome.exit).isZero();
        assertThat(outcome.out)
                .contains("\"cmts\":\"127.31.0.254\"")
                .contains("\"firstModem\":\"127.31.1.1\",\"modemCommunities\":[\"r\",\"w\"]");
    }

    @Test
    void helpNamesEveryOption() throws InterruptedException {
        assertThat(run("--help").out).contains("--modems N", "--set-log FILE", "--misbehave ADDRESS=FAULTS");
    }

    private static Outcome run(String... arguments) throws InterruptedException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = LabMain.run(
                arguments,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LabMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(Files.createFile(folder.resolve("stderr")).toFile())
                .start();
    }

    private record Outcome(int exit, String out, String err) {}
}
