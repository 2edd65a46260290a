package io.pypnm.remote.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A durable command round trip: HTTP in, outcome out, through ledger, broker, agent and a simulated modem.
final class RoundTrip {
    private static final int AGENTS = 10;
    private static final Duration WARM = Duration.ofSeconds(Integer.getInteger("bench.warm", 20));
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("bench.measured", 10));

    private final Figures figures;
    private final Path directory;

    RoundTrip(Figures figures, Path directory) {
        this.figures = figures;
        this.directory = directory;
    }

    void run() throws Exception {
        double sync = DiskSync.measure(directory, 1000).millis(0.5);
        figures.figure("write + fdatasync p50", sync, "ms");
        double bare;
        double bareOne;
        try (BrokerLoop loop = BrokerLoop.start(directory.resolve("bare"), AGENTS)) {
            bareOne = loop.measure(1, WARM, MEASURED).perSecond();
            bare = loop.measure(100, WARM, MEASURED).perSecond();
        }
        figures.figure("bare broker loop, 1 in flight", bareOne, "/s");
        figures.figure("bare broker loop, 100 in flight", bare, "/s");
        try (Plant plant = Plant.start(directory)) {
            plant.startLab(200);
            for (int i = 0; i < AGENTS; i++) {
                plant.startAgent("bench-" + i);
            }
            BrokerLoop.Rate read = measure(plant, 1, false);
            figures.compared(
                    "read, 1 in flight, p50", read.latencies().millis(0.5), "ms", "8 syncs + 2 ms", 8 * sync + 2);
            figures.figure("read, 1 in flight, p99", read.latencies().millis(0.99), "ms");
            BrokerLoop.Rate set = measure(plant, 1, true);
            figures.figure("set, 1 in flight, p50", set.latencies().millis(0.5), "ms");
            BrokerLoop.Rate some = measure(plant, 64, false);
            figures.figure("read, 64 in flight, p50", some.latencies().millis(0.5), "ms");
            figures.figure("read, 64 in flight, p99", some.latencies().millis(0.99), "ms");
            long flushes = flushes();
            BrokerLoop.Rate many = measure(plant, 100, false);
            long perCommand = flushes() - flushes;
            figures.compared("read, 100 in flight over 10 agents", many.perSecond(), "/s", "bare broker loop", bare);
            figures.figure("read, 100 in flight, p99", many.latencies().millis(0.99), "ms");
            double all = many.perSecond() * (WARM.toSeconds() + MEASURED.toSeconds());
            figures.figure("disk flushes per command (whole machine)", perCommand / all, "");
            figures.figure("gateway RSS", plant.gateway().residentMib(), "MiB");
            figures.figure("agent RSS", plant.agents().getFirst().residentMib(), "MiB");
        }
    }

    private static BrokerLoop.Rate measure(Plant plant, int inFlight, boolean set)
            throws IOException, InterruptedException {
        var latencies = new Latencies();
        var counting = new AtomicBoolean();
        var stop = new AtomicBoolean();
        var failed = new AtomicInteger();
        var next = new AtomicLong();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < inFlight; i++) {
            var line = new HttpLine(plant.port(), plant.key());
            int caller = i;
            callers.add(Thread.startVirtualThread(() -> {
                try (line) {
                    while (!stop.get()) {
                        long start = System.nanoTime();
                        HttpLine.Answer answer = line.post(
                                "/api/agents/bench-" + caller % AGENTS + "/commands",
                                body(plant, caller, set, next.getAndIncrement()));
                        if (!answer.body().contains("\"outcome\":\"completed\"")) {
                            failed.incrementAndGet();
                            System.err.println(answer);
                            return;
                        }
                        if (counting.get() && !stop.get()) {
                            latencies.add(System.nanoTime() - start);
                        }
                    }
                } catch (IOException e) {
                    failed.incrementAndGet();
                    System.err.println("a caller failed: " + e);
                }
            }));
        }
        TimeUnit.NANOSECONDS.sleep(WARM.toNanos());
        counting.set(true);
        TimeUnit.NANOSECONDS.sleep(MEASURED.toNanos());
        stop.set(true);
        for (Thread thread : callers) {
            thread.join();
        }
        if (failed.get() > 0) {
            throw new IOException(failed.get() + " of " + inFlight + " callers failed");
        }
        return new BrokerLoop.Rate(latencies.count() / (MEASURED.toNanos() / 1e9), latencies);
    }

    private static String body(Plant plant, int caller, boolean set, long number) throws IOException {
        String target = "\"target_ip\":\"" + plant.modem(caller) + "\",\"port\":" + plant.snmpPort();
        return set
                ? "{\"command\":\"snmp_set\",\"params\":{" + target
                        + ",\"oid\":\"1.3.6.1.3.9999.1.1.1.1\",\"type\":\"i\",\"value\":" + number % 1_000_000 + "}}"
                : "{\"command\":\"snmp_get\",\"params\":{" + target + ",\"oids\":[\"1.3.6.1.2.1.1.3.0\"]}}";
    }

    /// Flushes that the disks below have carried out since the machine started (kernel: Documentation/block/stat).
    private static long flushes() throws IOException {
        long flushes = 0;
        try (var disks = Files.list(Path.of("/sys/block"))) {
            for (Path disk : (Iterable<Path>) disks::iterator) {
                String[] fields = Files.readString(disk.resolve("stat")).strip().split("\\s+", -1);
                flushes += fields.length > 15 ? Long.parseLong(fields[15]) : 0;
            }
        }
        return flushes;
    }
}
