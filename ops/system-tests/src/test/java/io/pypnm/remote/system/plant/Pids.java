package io.pypnm.remote.system.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What /proc says of processes that are no children of this one.
public final class Pids {
    private static final String TRACER = "TracerPid:";

    private Pids() {}

    /// Whether it runs. An orphan that has ended may stay a zombie for a while, until its new parent looks.
    public static boolean isRunning(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process that traces it.
    public static long tracerOf(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(TRACER))
                .mapToLong(
                        line -> Long.parseLong(line.substring(TRACER.length()).strip()))
                .filter(tracer -> tracer != 0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody traces process " + pid));
    }
}
