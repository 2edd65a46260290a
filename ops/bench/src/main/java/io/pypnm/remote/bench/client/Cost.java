package io.pypnm.remote.bench.client;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What some operations took a process, as every client of the bench says it in one line, ours and others'.
///
/// @param operations what was done, failures included: requests, varbinds, files, lines
/// @param cpuMicros  user and system time of the process and of those it waited for
/// @param seconds    from the first to the last
/// @param note       how it was done, for people; one word
public record Cost(long operations, long failed, double cpuMicros, double seconds, String note) {
    private static final Pattern LINE = Pattern.compile(
            "^operations=(\\d+) failed=(\\d+) cpu_micros=(\\S+) seconds=(\\S+)(?: note=(\\S+))?$", Pattern.MULTILINE);

    /// Finds the line in what a client printed.
    public static Cost parse(String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalArgumentException("no cost in: " + output);
        }
        return new Cost(
                Long.parseLong(line.group(1)),
                Long.parseLong(line.group(2)),
                Double.parseDouble(line.group(3)),
                Double.parseDouble(line.group(4)),
                line.group(5) == null ? "" : line.group(5));
    }

    /// The same, done in a certain way.
    Cost noting(String how) {
        return new Cost(operations, failed, cpuMicros, seconds, how);
    }

    /// Processor time of one operation.
    public double microsEach() {
        return cpuMicros / operations;
    }

    public double perSecond() {
        return operations / seconds;
    }

    /// The line.
    @Override
    public String toString() {
        String line = String.format(
                Locale.ROOT,
                "operations=%d failed=%d cpu_micros=%.0f seconds=%.6f",
                operations,
                failed,
                cpuMicros,
                seconds);
        return note.isEmpty() ? line : line + " note=" + note;
    }
}
