package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Networks and modems that are not as they should be.
final class SnmpTrouble {
    private static final int IN_FLIGHT = 4_000;
    private static final int LATE_MILLIS = 500;
    private static final int OPERATIONS = 50_000;
    private static final double MOST_FAILED_PERCENT = 0.01;
    private static final int BUSY_MODEMS = 500;

    private SnmpTrouble() {}

    static void measure(Figures figures, Path directory) throws Exception {
        try (LabProcess lab = LabProcess.start(directory, IN_FLIGHT)) {
            var agent = new AgentCode(directory);
            figures.title("SNMP: many requests, loss, busy modems");

            lab.misbehave("SLOW:" + LATE_MILLIS);
            Cost late = gets(agent, lab, lab.targets(IN_FLIGHT), IN_FLIGHT, 10_000, 0, 5 * IN_FLIGHT);
            figures.add(Figure.of("lost of 20,000, 4,000 in flight, no retries", (double) late.failed(), "")
                    .atMost(0));

            lab.misbehave("NONE");
            // One device sees all requests, so which of them it drops is up to chance.
            lab.misbehave(lab.cmts(), "DROPS_EVERY:20");
            Path cmts = Files.write(directory.resolve("cmts"), List.of(lab.cmts()));
            Cost lossy = gets(agent, lab, cmts, IN_FLIGHT / 4, 500, 3, OPERATIONS);
            figures.add(
                    Figure.of("failed of 50,000, 5 % lost, 3 retries", 100.0 * lossy.failed() / lossy.operations(), "%")
                            .atMost(MOST_FAILED_PERCENT));

            lab.misbehave("BUSY_DROP:100");
            Cost walks = agent.run(
                    "busy-walks", "targets=" + lab.targets(BUSY_MODEMS), "port=" + lab.port(), "home=" + directory);
            figures.add(Figure.of("failed of 2,000 walks, 500 busy modems", (double) walks.failed(), "")
                    .atMost(0));
            figures.add(Figure.of("those walks together", walks.seconds(), "s"));
        }
    }

    private static Cost gets(
            AgentCode agent, LabProcess lab, Path targets, int inFlight, int timeoutMillis, int retries, int operations)
            throws IOException, InterruptedException {
        return agent.run(
                "gets",
                "targets=" + targets,
                "port=" + lab.port(),
                "in-flight=" + inFlight,
                "timeout-millis=" + timeoutMillis,
                "retries=" + retries,
                "warm=" + inFlight,
                "operations=" + operations);
    }
}
