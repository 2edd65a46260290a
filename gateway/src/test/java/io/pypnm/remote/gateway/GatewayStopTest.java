package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a supervisor sees of a gateway it stops: a process of its own, as only that has an exit code.
class GatewayStopTest {
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    /// Less than the process would wait for a stop that hangs.
    private static final Duration PROMPT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void gatewayAskedToStopEndsAsSoonAsItIsClosedAndHasNotFailed() throws Exception {
        Process gateway = start();
        try {
            await("the port is open").atMost(START_WITHIN).until(() -> Files.exists(portFile()));

            gateway.destroy();

            assertThat(gateway.waitFor(PROMPT.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            assertThat(gateway.exitValue()).as("exit code").isZero();
        } finally {
            gateway.destroyForcibly().waitFor();
        }
    }

    @Test
    void gatewayThatCannotPublishItsPortEndsAsFailed() throws Exception {
        Files.createDirectories(portFile());
        Files.writeString(portFile().resolve("in-the-way"), "");

        Process gateway = start();
        try {
            assertThat(gateway.waitFor(START_WITHIN.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            assertThat(gateway.exitValue()).as("exit code").isOne();
        } finally {
            gateway.destroyForcibly().waitFor();
        }
    }

    private Path portFile() {
        return directory.resolve("port");
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.home=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayMain.class.getName(),
                        "--data",
                        directory.resolve("data").toString(),
                        "--port",
                        "0",
                        "--port-file",
                        portFile().toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }
}
