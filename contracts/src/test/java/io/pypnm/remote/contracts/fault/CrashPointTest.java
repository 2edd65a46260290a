package io.pypnm.remote.contracts.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrashPointTest {
    @TempDir
    private Path folder;

    /// Passes SENT, SETTLED and SETTLED again, and says so.
    static final class Program {
        public static void main(String[] args) {
            CrashPoint.SENT.pass();
            System.out.print("1");
            CrashPoint.SETTLED.pass();
            System.out.print("2");
            CrashPoint.SETTLED.pass();
            System.out.print("3");
        }
    }

    @Test
    void programThatIsNotArmedLives() throws Exception {
        assertThat(run("")).isEqualTo("0 after 123");
    }

    @Test
    void programHaltsAtItsPoint() throws Exception {
        assertThat(run("SETTLED")).isEqualTo("137 after 1");
    }

    @Test
    void programHaltsAtThePassingThatIsCounted() throws Exception {
        assertThat(run("SETTLED:2")).isEqualTo("137 after 12");
    }

    @Test
    void programHaltsAtThePointThatTheFileNames() throws Exception {
        Path file = folder.resolve("crash-at");

        assertThat(run("@" + file)).isEqualTo("0 after 123");

        Files.writeString(file, "SENT");

        assertThat(run("@" + file)).isEqualTo("137 after ");
    }

    @Test
    void nameThatIsNoneIsNotPassedOver() throws Exception {
        assertThat(run("SETLED")).isEqualTo("1 after ");
    }

    /// Its exit code, and what it had said by then.
    private String run(String point) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", "");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dpypnm.crash.at=" + point,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return program.exitValue() + " after " + Files.readString(output);
    }
}
