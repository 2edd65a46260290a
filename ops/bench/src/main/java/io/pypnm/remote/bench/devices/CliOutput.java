package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.process.Program;
import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import io.pypnm.remote.lab.probe.FakeCmts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// How long 5,000 lines of a CMTS' command line take. Both sides open a terminal on a session that is kept.
final class CliOutput {
    private static final int LINES = 5_000;
    private static final int COMMANDS = 10;
    private static final double TARGET = 2;

    private CliOutput() {}

    static void measure(Figures figures, Path directory) throws Exception {
        figures.title("CMTS: 5,000 lines of output, from the opening of the terminal to the end");
        try (SshServer server =
                SshServer.start(directory, FakeCmts.install(Files.createDirectories(directory.resolve("cmts"))))) {
            Path config = Files.writeString(
                    directory.resolve("agent_config.json"), """
                    {"agent_id": "bench",
                     "pypnm_server": {"url": "ws://127.0.0.1:1/ws/agent", "auth_token": "not-used-by-anybody-here"},
                     "ssh": {"known_hosts": "%s"},
                     "cmts_list": [{"ip": "127.0.0.1", "ssh": %s}]}
                    """.formatted(server.knownHosts(), server.settings()));
            Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
            Process master = server.startMaster();
            try {
                List<String> order = new ArrayList<>(server.order(server.port()));
                order.addAll(List.of("config=" + config, "lines=" + LINES, "warm=20", "commands=" + COMMANDS));
                var agent = new AgentCode(directory);
                Rounds rounds =
                        Rounds.of(() -> agent.run("cli", order.toArray(String[]::new)), () -> read(directory, server));
                double beside = millis(rounds.others(Cost::perSecond));
                figures.add(Figure.of("5,000 lines, wall", millis(rounds.ours(Cost::perSecond)), "ms")
                        .beside("ssh that reads them", beside)
                        .atMost(TARGET * beside));
            } finally {
                master.destroy();
            }
        }
    }

    private static double millis(double linesPerSecond) {
        return 1e3 * LINES / linesPerSecond;
    }

    private static Cost read(Path directory, SshServer server) throws IOException, InterruptedException {
        Path typed =
                Files.writeString(directory.resolve("typed"), "terminal length 0\nshow lines " + LINES + "\nexit\n");
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "for i in $(seq " + COMMANDS + "); do \"$@\" <" + typed + " || exit 1; done", "sh"));
        command.addAll(server.openSsh("ssh", server.port(), "-q", "-tt"));
        Program.Ended ended = Program.run(directory, command);
        long lines = ended.output()
                .lines()
                .filter(it -> it.contains(" of the cable modem table"))
                .count();
        return new Cost(lines, (long) LINES * COMMANDS - lines, ended.cpuMicros(), ended.seconds(), "");
    }
}
