package io.pypnm.remote.system.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.fault.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/// Has a running process die at a point of its own code, as [CrashPoint] does it.
final class CrashSwitch {
    /// Of the folder in which the process runs: a path of its own could have blanks, which `JAVA_OPTS` cannot.
    static final String JVM_OPTION = "-Dpypnm.crash.at=@crash-at";

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int KILLED = 137;

    private final Path file;

    /// @param folder in which the process runs
    CrashSwitch(Path folder) {
        this.file = folder.resolve("crash-at");
    }

    /// From now on the process dies when it passes this point.
    void arm(CrashPoint point) {
        try {
            Path written = Files.writeString(file.resolveSibling("crash-at.new"), point.name());
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the process has died of it. The next one lives.
    void awaitCrash(Program program) {
        assertThat(program.awaitExit(WITHIN)).as(program.toString()).isEqualTo(KILLED);
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
