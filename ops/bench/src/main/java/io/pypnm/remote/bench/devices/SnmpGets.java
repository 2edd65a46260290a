package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import java.nio.file.Path;

/// What one GET costs.
final class SnmpGets {
    private static final int FEW = 100;
    private static final int MANY = 10_000;
    private static final int OPERATIONS = 100_000;
    private static final int WARM = 60_000;
    private static final int FEWER_OPERATIONS = 20_000;
    private static final int SLOW_OPERATIONS = 3_000;
    private static final double ENGINE = 1.1;
    private static final double COMMAND = 1 / 25.0;

    private SnmpGets() {}

    static void measure(Figures figures, Path directory) throws Exception {
        try (LabProcess lab = LabProcess.start(directory, MANY)) {
            var agent = new AgentCode(directory);
            var others = new OtherClients(directory);
            figures.title("SNMP: processor time of one GET, 100 in flight");
            String port = Integer.toString(lab.port());
            engine(figures, lab, agent, others, FEW);
            engine(figures, lab, agent, others, MANY);
            command(figures, lab.targets(FEW).toString(), port, directory, agent, others);
        }
    }

    private static void engine(Figures figures, LabProcess lab, AgentCode agent, OtherClients others, int targets)
            throws Exception {
        String file = lab.targets(targets).toString();
        String port = Integer.toString(lab.port());
        Rounds.Run ours = () -> agent.run(
                "gets",
                "targets=" + file,
                "port=" + port,
                "in-flight=" + FEW,
                "timeout-millis=2000",
                "retries=3",
                "warm=" + WARM,
                "operations=" + OPERATIONS);
        Rounds.Run onOneSocket = () -> others.netSnmp("socket", file, port, "" + FEW, "" + OPERATIONS);
        Rounds.Run withSessions = () ->
                others.netSnmp("sessions", file, port, "" + FEW, "" + (targets == FEW ? OPERATIONS : FEWER_OPERATIONS));
        String name = "GET in the engine, %,d targets".formatted(targets);
        Rounds rounds = Rounds.of(ours, withSessions);
        double limit = ENGINE * rounds.others(Cost::microsEach);
        figures.add(Figure.of(name, rounds.ours(Cost::microsEach), "us")
                .beside("net-snmp's library", rounds.others(Cost::microsEach))
                .atMost(limit));
        if (targets != FEW) {
            // Not how the library is meant to be used, and far cheaper there.
            figures.add(Figure.of(name, rounds.ours(Cost::microsEach), "us")
                    .beside("the library, all on one socket", onOneSocket.once().microsEach()));
        }
    }

    private static void command(
            Figures figures, String file, String port, Path directory, AgentCode agent, OtherClients others)
            throws Exception {
        String[] versions = new String[1];
        Rounds rounds = Rounds.of(
                () -> agent.run(
                        "commands",
                        "targets=" + file,
                        "port=" + port,
                        "in-flight=" + FEW,
                        "home=" + directory,
                        "warm=" + WARM,
                        "operations=" + OPERATIONS),
                () -> {
                    var pysnmp = others.pysnmp(file, port, "" + FEW, "" + SLOW_OPERATIONS);
                    versions[0] = pysnmp.version();
                    return pysnmp.cost();
                });
        double beside = rounds.others(Cost::microsEach);
        figures.add(Figure.of("snmp_get, all that the agent does for it", rounds.ours(Cost::microsEach), "us")
                .beside(versions[0], beside)
                .atMost(COMMAND * beside));
    }
}
