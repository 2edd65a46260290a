package io.pypnm.remote.bench.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads what a process has used since a moment. Immutable.
public final class Meter {
    private static final long MICROS_PER_TICK = 10_000;
    /// User and system time, then those of children that were waited for (proc(5), fields 14 to 17).
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    private final double cpuMicros;
    private final long nanos;

    private Meter(double cpuMicros, long nanos) {
        this.cpuMicros = cpuMicros;
        this.nanos = nanos;
    }

    /// From now on, for this process and its children.
    public static Meter start() throws IOException {
        return new Meter(cpuMicros(Path.of("/proc/self/stat"), TIMES), System.nanoTime());
    }

    /// What was used meanwhile.
    public Cost stop(long operations, long failed) throws IOException {
        double seconds = (System.nanoTime() - nanos) / 1e9;
        return new Cost(operations, failed, cpuMicros(Path.of("/proc/self/stat"), TIMES) - cpuMicros, seconds, "");
    }

    /// What this process' children that have ended used meanwhile.
    public static double childrenMicros() throws IOException {
        Path stat = Path.of("/proc/self/stat");
        return cpuMicros(stat, TIMES) - cpuMicros(stat, TIMES / 2);
    }

    private static double cpuMicros(Path stat, int times) throws IOException {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = 0;
        for (int i = 0; i < times; i++) {
            ticks += Long.parseLong(fields[FIRST_TIME + i]);
        }
        return ticks * MICROS_PER_TICK;
    }
}
