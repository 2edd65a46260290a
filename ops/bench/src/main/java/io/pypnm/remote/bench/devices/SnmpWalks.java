package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.process.Program;
import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What a walk of a column of 100,000 rows costs, and how long it takes.
final class SnmpWalks {
    /// docsIfCmtsCmStatusMacAddress
    private static final String ROOT = "1.3.6.1.2.1.10.127.1.3.3.1.2";
    private static final int REPETITIONS = 25;
    private static final double ENGINE = 1.3;

    private SnmpWalks() {}

    static void measure(Figures figures, Path directory) throws Exception {
        try (LabProcess lab = LabProcess.start(directory, 1)) {
            var agent = new AgentCode(directory);
            String port = Integer.toString(lab.port());
            figures.title("SNMP: a walk of 100,000 rows, %d to a request".formatted(REPETITIONS));
            Rounds engine = Rounds.of(
                    () -> agent.run(
                            "walk",
                            "address=" + lab.cmts(),
                            "port=" + port,
                            "root=" + ROOT,
                            "max-repetitions=" + REPETITIONS,
                            "warm=4"),
                    () -> new OtherClients(directory).netSnmp("walk", lab.cmts(), port, ROOT, "" + REPETITIONS));
            double beside = engine.others(Cost::microsEach);
            figures.add(Figure.of("varbind in the engine, CPU", engine.ours(Cost::microsEach), "us")
                    .beside("net-snmp's library", beside)
                    .atMost(ENGINE * beside));

            Rounds command = Rounds.of(
                    () -> agent.run(
                            "walk-command",
                            "address=" + lab.cmts(),
                            "port=" + port,
                            "root=" + ROOT,
                            "max-repetitions=" + REPETITIONS,
                            "home=" + directory,
                            "rows=" + LabProcess.ROWS,
                            "walks=3",
                            "warm=4"),
                    () -> tool(directory, lab));
            double itsMillis = millis(command.others(Cost::perSecond));
            figures.add(
                    Figure.of("snmp_walk, wall, all that the agent does", millis(command.ours(Cost::perSecond)), "ms")
                            .beside("snmpbulkwalk", itsMillis)
                            .atMost(itsMillis));
            figures.add(Figure.of("snmp_walk, CPU per varbind", command.ours(Cost::microsEach), "us")
                    .beside("snmpbulkwalk", command.others(Cost::microsEach)));
        }
    }

    private static double millis(double rowsPerSecond) {
        return 1e3 * LabProcess.ROWS / rowsPerSecond;
    }

    private static Cost tool(Path directory, LabProcess lab) throws IOException, InterruptedException {
        Program.Ended walk = Program.run(
                directory,
                List.of(
                        "snmpbulkwalk",
                        "-v2c",
                        "-clab-ro",
                        "-On",
                        "-Cr" + REPETITIONS,
                        lab.cmts() + ":" + lab.port(),
                        ROOT));
        long rows = walk.output().lines().count();
        return new Cost(rows, LabProcess.ROWS - rows, walk.cpuMicros(), walk.seconds(), "");
    }
}
