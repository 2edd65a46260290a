package io.pypnm.remote.bench;

import io.pypnm.remote.bench.process.RunningProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Counts the fsync and fdatasync calls of processes, all their threads, by the kernel's tracepoints; that costs a
/// counter each and nothing else. Needs Linux' `perf` and the right to use tracepoints (root).
final class Syncs {
    private static final String EVENTS = "syscalls:sys_enter_fsync,syscalls:sys_enter_fdatasync";
    private static final Pattern SYNCS = Pattern.compile("^(\\d+),[^,]*,syscalls:", Pattern.MULTILINE);

    private Syncs() {}

    /// Counts for a while.
    ///
    /// @return syncs per second, or nothing if this machine cannot count them
    static Optional<Double> perSecond(List<RunningProcess> processes, Duration time)
            throws IOException, InterruptedException {
        String pids = processes.stream().map(it -> Long.toString(it.pid())).collect(Collectors.joining(","));
        Process perf;
        try {
            perf = new ProcessBuilder(
                            "perf",
                            "stat",
                            "-x,",
                            "-e",
                            EVENTS,
                            "-p",
                            pids,
                            "--",
                            "sleep",
                            Long.toString(time.toSeconds()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException _) {
            // There is no perf here.
            return Optional.empty();
        }
        String report = new String(perf.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        List<Long> syncs = numbers(SYNCS, report);
        // perf counts while `sleep` runs.
        return perf.waitFor() == 0 && syncs.size() == 2
                ? Optional.of((double) (syncs.getFirst() + syncs.getLast()) / time.toSeconds())
                : Optional.empty();
    }

    private static List<Long> numbers(Pattern pattern, String report) {
        return pattern.matcher(report)
                .results()
                .map((MatchResult result) -> Long.valueOf(result.group(1)))
                .toList();
    }
}
