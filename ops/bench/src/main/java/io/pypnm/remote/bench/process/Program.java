package io.pypnm.remote.bench.process;

import io.pypnm.remote.bench.client.Meter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a program to its end. One at a time: what it cost is read off what this process' children cost.
public final class Program {
    private static final long LIMIT_SECONDS = 300;
    private static final int SHOWN = 2_000;

    /// A program that has ended well.
    ///
    /// @param output    what it printed on standard output
    /// @param cpuMicros user and system time of it and of what it waited for
    public record Ended(String output, double cpuMicros, double seconds) {}

    private Program() {}

    /// Runs it.
    ///
    /// @param folder for its output
    public static Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
        return run(folder, Map.of(), command);
    }

    /// Runs it.
    ///
    /// @throws IOException if it cannot be started, takes five minutes or does not exit with 0
    public static Ended run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "program", ".out");
        Path errors = Files.createTempFile(folder, "program", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().remove("JAVA_OPTS");
        builder.environment().putAll(environment);
        double before = Meter.childrenMicros();
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command.getFirst() + " does not end");
            }
        } finally {
            process.destroyForcibly();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String said = Files.readString(errors, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IOException(command.getFirst() + " ended with " + process.exitValue() + ": " + head(said));
        }
        System.err.print(head(said));
        return new Ended(
                Files.readString(output, StandardCharsets.ISO_8859_1), Meter.childrenMicros() - before, seconds);
    }

    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), SHOWN));
    }
}
