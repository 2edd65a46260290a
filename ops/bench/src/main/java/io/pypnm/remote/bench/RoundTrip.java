package io.pypnm.remote.bench;

import io.pypnm.remote.bench.process.RunningProcess;
import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A durable command round trip: HTTP in, outcome out, through ledger, broker, agent and a simulated modem. Beside it,
/// in the same run and on the same disk: a bare sync, and the bare broker.
final class RoundTrip {
    private static final int AGENTS = Integer.getInteger("bench.agents", 10);
    private static final int MOST = 100;
    /// A read of the SNMP agent's uptime, and a write of a number.
    private static final String GET = """
            {"command":"snmp_get","params":{"target_ip":"%s","port":%d,"oids":["1.3.6.1.2.1.1.3.0"]}}""";

    private static final String SET = """
            {"command":"snmp_set","params":{"target_ip":"%s","port":%d,"oid":"1.3.6.1.3.9999.1.1.1.1","type":"i",\
            "value":%d}}""";
    private static final Pattern COMPLETED =
            Pattern.compile("^pypnm_commands_ended_total\\{outcome=\"completed\"} (\\S+)", Pattern.MULTILINE);

    /// A JVM that has just started is slow: all that is measured is warmed up under full load first.
    private static final Duration WARM = Duration.ofSeconds(Integer.getInteger("bench.warm", 20));

    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("bench.measured", 10));
    private static final int LOOKS = Integer.getInteger("bench.looks", 12);
    private static final int IN_FLIGHT = Integer.getInteger("bench.flight", MOST);
    private static final Duration COUNTED = Duration.ofSeconds(5);

    private final Figures figures;
    private final Path directory;
    private final AtomicLong number = new AtomicLong();

    RoundTrip(Figures figures, Path directory) {
        this.figures = figures;
        this.directory = directory;
    }

    void run() throws Exception {
        double bare = bareBroker();
        try (Plant plant = Plant.start(directory, MOST)) {
            start(plant);
            many(plant, bare);
            some(plant);
            one(plant);
            requireAllCompleted(plant);
        }
    }

    /// Keeps the product alone under load for a while, to be looked at with a profiler.
    void load() throws Exception {
        try (Plant plant = Plant.start(directory, MOST)) {
            start(plant);
            try (Load load = Load.start(callers(plant, IN_FLIGHT, GET))) {
                for (int i = 0; i < LOOKS; i++) {
                    Cpu before = Cpu.of(plant);
                    long callsBefore = load.calls();
                    Load.Rate rate = load.measure(MEASURED);
                    rate("read, " + IN_FLIGHT + " in flight", rate);
                    latencies("read, " + IN_FLIGHT + " in flight", rate);
                    Cpu.of(plant).since(before, load.calls() - callsBefore).forEach(figures::add);
                }
                syncs(plant, load);
            }
            requireAllCompleted(plant);
        }
    }

    private double bareBroker() throws Exception {
        figures.title("the bare broker in one JVM: durable command, outcome and both acknowledgements");
        try (BrokerLoop loop = BrokerLoop.start(Files.createDirectories(directory.resolve("bare")), MOST)) {
            Load.Rate many = measure(loop.callers(MOST), WARM);
            rate("bare broker, 100 in flight", many);
            Load.Rate one = measure(loop.callers(1), SETTLE);
            rate("bare broker, 1 in flight", one);
            latencies("bare broker, 1 in flight", one);
            return many.perSecond();
        }
    }

    private void start(Plant plant) throws IOException, InterruptedException {
        figures.title("the product: gateway, " + AGENTS + " agents, lab and load, each a process");
        figures.add(Figure.of("gateway ready", plant.gatewayReadyMillis(), "ms").atMost(3000));
        figures.add(Figure.of("agent connected", plant.startAgents("bench-", 0, 1), "ms"));
        figures.add(
                Figure.of("agent RSS, just connected", plant.agents().getFirst().residentMib(), "MiB"));
        plant.startAgents("bench-", 1, AGENTS);
    }

    private void many(Plant plant, double bare) throws IOException, InterruptedException {
        try (Load load = Load.start(callers(plant, MOST, GET))) {
            load.warm(WARM);
            Cpu before = Cpu.of(plant);
            long callsBefore = load.calls();
            Load.Rate many = load.measure(MEASURED);
            Cpu after = Cpu.of(plant);
            long calls = load.calls() - callsBefore;
            figures.add(Figure.of("read, 100 in flight", many.perSecond(), "/s")
                    .beside("bare broker", bare)
                    .atLeast(Math.max(2000, 0.4 * bare)));
            figures.add(Figure.of("read, 100 in flight, slowest fifth", many.slowest(), "/s"));
            latencies("read, 100 in flight", many);
            after.since(before, calls).forEach(figures::add);
            syncs(plant, load);
        }
        figures.add(Figure.of("gateway RSS after that", plant.gateway().residentMib(), "MiB")
                .atMost(350));
        double agent = 0;
        for (RunningProcess it : plant.agents()) {
            agent = Math.max(agent, it.residentMib());
        }
        figures.add(Figure.of("agent RSS after that, the largest", agent, "MiB").atMost(100));
    }

    private void syncs(Plant plant, Load load) throws IOException, InterruptedException {
        List<RunningProcess> writers = new ArrayList<>(plant.agents());
        writers.add(plant.gateway());
        long before = load.calls();
        long start = System.nanoTime();
        Optional<Double> syncs = Syncs.perSecond(writers, COUNTED);
        double perSecond = (load.calls() - before) / ((System.nanoTime() - start) / 1e9);
        load.run(Duration.ZERO);
        if (syncs.isPresent()) {
            figures.add(Figure.of("fsyncs per command, gateway and agents", syncs.get() / perSecond, "")
                    .atMost(0.5));
        } else {
            figures.title("fsyncs per command: not measured, perf cannot count system calls here");
        }
    }

    private void some(Plant plant) throws IOException, InterruptedException {
        Load.Rate some = measure(callers(plant, 64, GET), SETTLE);
        rate("read, 64 in flight", some);
        latencies("read, 64 in flight", some);
    }

    private void one(Plant plant) throws IOException, InterruptedException {
        Latencies before = DiskSync.measure(directory);
        Load.Rate read = measure(callers(plant, 1, GET), SETTLE);
        Load.Rate set = measure(callers(plant, 1, SET), SETTLE);
        Latencies after = DiskSync.measure(directory);
        // The disk changes its mind from minute to minute; what is between its two answers is compared with.
        double sync = (before.millis(0.5) + after.millis(0.5)) / 2;
        figures.add(Figure.of("write + fdatasync, p50 before and after", sync, "ms"));
        figures.add(Figure.of("read, 1 in flight, p50", read.latencies().millis(0.5), "ms")
                .beside("sync", sync)
                .atMost(8 * sync + 2));
        figures.add(Figure.of("read, 1 in flight, p99", read.latencies().millis(0.99), "ms"));
        figures.add(Figure.of("set, 1 in flight, p50", set.latencies().millis(0.5), "ms")
                .beside("sync", sync));
        figures.add(Figure.of("set, 1 in flight, p99", set.latencies().millis(0.99), "ms"));
    }

    /// What the load saw and what the gateway's ledger says must be one number.
    private void requireAllCompleted(Plant plant) throws IOException {
        try (HttpLine line = plant.line()) {
            Matcher completed = COMPLETED.matcher(line.get("/metrics"));
            if (!completed.find() || (long) Double.parseDouble(completed.group(1)) != number.get()) {
                throw new IOException("the load saw " + number + " commands complete, the gateway does not");
            }
        }
    }

    private static Load.Rate measure(List<Load.Caller> callers, Duration warm)
            throws IOException, InterruptedException {
        try (Load load = Load.start(callers)) {
            load.warm(warm);
            return load.measure(MEASURED);
        }
    }

    /// Each caller has a modem of its own.
    private List<Load.Caller> callers(Plant plant, int count, String command) throws IOException {
        List<Load.Caller> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String agent = "bench-" + i % AGENTS;
            String modem = plant.modem(i);
            HttpLine line = plant.line();
            callers.add(new Load.Caller() {
                @Override
                public void call() throws IOException {
                    long value = number.incrementAndGet() % 1_000_000;
                    line.complete(agent, String.format(Locale.ROOT, command, modem, plant.snmpPort(), value));
                }

                @Override
                public void close() throws IOException {
                    line.close();
                }
            });
        }
        return callers;
    }

    private void rate(String name, Load.Rate rate) {
        figures.add(Figure.of(name, rate.perSecond(), "/s"));
        figures.add(Figure.of(name + ", slowest fifth", rate.slowest(), "/s"));
    }

    private void latencies(String name, Load.Rate rate) {
        figures.add(Figure.of(name + ", p50", rate.latencies().millis(0.5), "ms"));
        figures.add(Figure.of(name + ", p99", rate.latencies().millis(0.99), "ms"));
    }

    /// Processor time used so far, in microseconds.
    private record Cpu(long gateway, long agents, long lab, long load) {
        static Cpu of(Plant plant) throws IOException {
            long agents = 0;
            for (RunningProcess agent : plant.agents()) {
                agents += agent.cpuMicros();
            }
            long load = RunningProcess.cpuMicros(ProcessHandle.current().pid());
            return new Cpu(plant.gateway().cpuMicros(), agents, plant.lab().cpuMicros(), load);
        }

        List<Figure> since(Cpu before, long calls) {
            return List.of(
                    Figure.of(
                            "gateway's processor time per command", (double) (gateway - before.gateway) / calls, "us"),
                    Figure.of("agents' processor time per command", (double) (agents - before.agents) / calls, "us"),
                    Figure.of("lab's processor time per command", (double) (lab - before.lab) / calls, "us"),
                    Figure.of("load's processor time per command", (double) (load - before.load) / calls, "us"));
        }
    }
}
