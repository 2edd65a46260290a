package io.pypnm.remote.system.plant;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One process and what it says. Ended by its pid, never by a name.
public final class Program {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final Path log;
    private final long logStart;

    private Program(String name, Process process, Path log, long logStart) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /// Starts it; what it prints is appended to its log.
    ///
    /// @param folder      in which it runs
    /// @param environment added to this process's own
    static Program start(String name, Path folder, Path log, Map<String, String> environment, List<String> command) {
        try {
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new Program(name, builder.start(), log, logStart);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /// The most memory it has had at once (`VmHWM` of proc_pid_status(5)), bytes.
    public long peakMemory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            String line =
                    lines.filter(it -> it.startsWith("VmHWM:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// kill -9, and waits until it is gone.
    public void kill() {
        process.destroyForcibly();
        awaitExit(STOP_WITHIN);
    }

    /// SIGTERM, and waits until it is gone.
    ///
    /// @return its exit code
    public int stop() {
        process.destroy();
        return awaitExit(STOP_WITHIN);
    }

    /// Sends a signal, such as `STOP`.
    public void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Waits until it has ended by itself.
    ///
    /// @return its exit code; 137 after a kill -9
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end within " + limit + ":\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Waits for a line of this run.
    public String awaitLine(Duration limit, Predicate<String> wanted) {
        return await(name + " says it")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            Optional<String> line = log().lines().filter(wanted).findFirst();
                            if (line.isEmpty() && !isAlive()) {
                                throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + log());
                            }
                            return line;
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    /// What this run has said so far.
    public String log() {
        try (var channel = Files.newByteChannel(log, StandardOpenOption.READ)) {
            channel.position(logStart);
            var bytes = Channels.newInputStream(channel).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("the test was interrupted", e);
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ")";
    }
}
