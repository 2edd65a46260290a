package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.process.Program;
import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a command line on a session that is kept costs the client. OpenSSH's process that keeps the session is left
/// out.
final class SshCommands {
    private static final int COMMANDS = 200;
    private static final double TARGET = 0.3;

    private SshCommands() {}

    static void measure(Figures figures, Path directory) throws Exception {
        figures.title("SSH: processor time of one command line on a session that is kept");
        try (SshServer server = SshServer.start(directory)) {
            Process master = server.startMaster();
            try {
                List<String> order = new ArrayList<>(server.order(server.port()));
                order.addAll(List.of("warm=" + 5 * COMMANDS, "operations=" + 2 * COMMANDS));
                var agent = new AgentCode(directory);
                Rounds rounds = Rounds.of(
                        () -> agent.run("exec", order.toArray(String[]::new)), () -> clients(directory, server));
                double beside = rounds.others(Cost::microsEach);
                figures.add(Figure.of("exec, CPU", rounds.ours(Cost::microsEach), "us")
                        .beside("ssh with ControlMaster", beside)
                        .atMost(TARGET * beside));
                figures.add(Figure.of("exec, wall", 1e3 / rounds.ours(Cost::perSecond), "ms")
                        .beside("ssh with ControlMaster", 1e3 / rounds.others(Cost::perSecond)));
            } finally {
                master.destroy();
            }
        }
    }

    private static Cost clients(Path directory, SshServer server) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "for i in $(seq " + COMMANDS + "); do \"$@\" true </dev/null || exit 1; done", "sh"));
        command.addAll(server.openSsh("ssh", server.port()));
        Program.Ended ended = Program.run(directory, command);
        return new Cost(COMMANDS, 0, ended.cpuMicros(), ended.seconds(), "");
    }
}
