package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.process.Program;
import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// What an echo request to each of 1,000 addresses costs.
final class PingSweeps {
    private static final int ADDRESSES = 1_000;
    private static final int HOSTS = 254;
    private static final double TARGET = 1 / 50.0;
    /// Nothing of the host is changed: ping sockets are permitted in a network of its own alone.
    private static final List<String> WITH_PING_SOCKETS = List.of(
            "unshare",
            "--net",
            "sh",
            "-c",
            "ip link set lo up && echo '0 2147483647' >/proc/sys/net/ipv4/ping_group_range && exec \"$@\"",
            "sh");

    private PingSweeps() {}

    static void measure(Figures figures, Path directory) throws Exception {
        Path targets = Files.write(
                directory.resolve("targets"),
                IntStream.rangeClosed(1, ADDRESSES)
                        .mapToObj(it -> "127.20.%d.%d".formatted(it / HOSTS, 1 + it % HOSTS))
                        .toList());
        figures.title("ping: processor time of one echo request, each to another address");
        compare(figures, directory, targets, new AgentCode(directory));
        try {
            compare(figures, directory, targets, new AgentCode(directory, WITH_PING_SOCKETS));
        } catch (IOException e) {
            figures.title("not in a network of its own, where ping sockets are permitted: " + e.getMessage());
        }
    }

    private static void compare(Figures figures, Path directory, Path targets, AgentCode agent) throws Exception {
        Rounds rounds = Rounds.of(
                () -> agent.run("sweep", "targets=" + targets, "warm=10", "sweeps=20"),
                () -> processes(directory, targets));
        double beside = rounds.others(Cost::microsEach);
        String method = rounds.ours().getFirst().note();
        figures.add(Figure.of("ping_sweep by " + method, rounds.ours(Cost::microsEach), "us")
                .beside("a ping process each", beside)
                .atMost(TARGET * beside));
    }

    private static Cost processes(Path directory, Path targets) throws IOException, InterruptedException {
        Program.Ended pings = Program.run(
                directory,
                List.of(
                        "sh",
                        "-c",
                        "while read -r address; do ping -n -q -c 1 -W 1 \"$address\" >/dev/null || exit 1; done <"
                                + targets));
        return new Cost(ADDRESSES, 0, pings.cpuMicros(), pings.seconds(), "");
    }
}
