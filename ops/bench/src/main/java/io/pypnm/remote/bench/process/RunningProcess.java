package io.pypnm.remote.bench.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program of ours as a process of its own, ended with the bench.
public final class RunningProcess implements AutoCloseable {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final long MICROS_PER_TICK = 10_000;

    private final Process process;
    private final Path log;

    private RunningProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    public static RunningProcess start(Path log, Map<String, String> environment, String program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(distribution().resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"));
        // Those are options of the bench's own JVM.
        builder.environment().remove("JAVA_OPTS");
        builder.environment().putAll(environment);
        return new RunningProcess(builder.start(), log);
    }

    /// Waits for a file in which the process says that it is ready.
    ///
    /// @return what in it matches
    public MatchResult await(Path file, Pattern ready, Duration within) throws IOException, InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            Matcher found = ready.matcher(Files.exists(file) ? Files.readString(file) : "");
            if (found.find()) {
                return found.toMatchResult();
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        }
        throw new IOException("not ready within " + within + ", its log is " + log);
    }

    public long pid() {
        return process.pid();
    }

    /// Processor time used so far, in microseconds (proc(5): fields 14 and 15 of stat, in ticks of 10 ms).
    public long cpuMicros() throws IOException {
        return cpuMicros(pid());
    }

    public static long cpuMicros(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    /// Resident memory in MiB.
    public double residentMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("process " + pid() + " is gone");
    }

    /// Where the programs are that were built.
    public static Path distribution() {
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
