package io.pypnm.remote.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of ours as a process of its own, ended with the bench.
final class RunningProcess implements AutoCloseable {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Process process;
    private final Path log;

    private RunningProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static RunningProcess start(Path log, Map<String, String> environment, String program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(distribution().resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        return new RunningProcess(builder.start(), log);
    }

    /// Runs a program to its end.
    ///
    /// @return what it printed
    static String run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(distribution().resolve(program).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(program + " ended with " + process.exitValue() + ": " + printed);
        }
        return printed.strip();
    }

    /// Waits for a file that the process writes when it is ready.
    String await(Path file, Duration within) throws IOException, InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (!Files.exists(file) || Files.size(file) == 0) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("not ready within " + within + ", its log is " + log);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        }
        return Files.readString(file).strip();
    }

    long pid() {
        return process.pid();
    }

    /// Resident memory in MiB.
    double residentMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("process " + pid() + " is gone");
    }

    private static Path distribution() {
        return Path.of(System.getProperty("pypnm.dist", "ops/dist/target"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
