package io.pypnm.remote.bench;

import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import io.pypnm.remote.contracts.address.AgentId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Many agents at once, as light clients in this JVM: what an idle one costs the gateway, how fast all are there, and
/// how fast each answers a command. The clients share the machine with the gateway.
final class Crowd {
    private static final int FEW = 100;
    private static final int MANY = Integer.getInteger("bench.crowd", 1000);
    /// The gateway takes 20 connections from one address that have not logged in.
    private static final int CONNECTING = 16;

    private static final int CALLERS = 32;
    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("bench.idle", 15));
    private static final String PING = "{\"command\":\"ping\",\"params\":{\"target_ip\":\"127.0.0.1\",\"count\":1}}";

    private final Figures figures;
    private final Path directory;
    private final Queue<Future<Void>> serving = new ConcurrentLinkedQueue<>();

    Crowd(Figures figures, Path directory) {
        this.figures = figures;
        this.directory = directory;
    }

    void run() throws Exception {
        try (Plant plant = Plant.start(directory, 1);
                HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> tokens = plant.tokens("crowd-", 0, FEW + MANY);
            figures.title("light clients in the load's JVM, each with four subscriptions");
            figures.add(
                    Figure.of("gateway ready", plant.gatewayReadyMillis(), "ms").atMost(3000));
            figures.add(Figure.of("gateway RSS, no agent", plant.gateway().residentMib(), "MiB"));
            Queue<LightAgent> agents = new ConcurrentLinkedQueue<>();
            try {
                connect(plant, client, tokens.subList(0, FEW), 0, agents, threads);
                commandToEach(plant, 0, FEW, threads);
                idle();
                double few = plant.gateway().residentMib();
                figures.add(Figure.of("gateway RSS, 100 agents", few, "MiB").atMost(350));
                long start = System.nanoTime();
                connect(plant, client, tokens.subList(FEW, FEW + MANY), FEW, agents, threads);
                figures.add(Figure.of("time to connect " + MANY + " more", seconds(start), "s")
                        .atMost(10));
                idle();
                double many = plant.gateway().residentMib();
                figures.add(Figure.of("gateway RSS, " + (FEW + MANY) + " agents idle", many, "MiB"));
                figures.add(Figure.of("memory of one idle connection", (many - few) * 1024 / MANY, "KiB")
                        .atMost(150));
                start = System.nanoTime();
                commandToEach(plant, FEW, FEW + MANY, threads);
                figures.add(Figure.of("a command to each of " + MANY, seconds(start), "s")
                        .atMost(5));
                figures.add(Figure.of("gateway RSS after that", plant.gateway().residentMib(), "MiB"));
            } finally {
                agents.forEach(LightAgent::close);
            }
        }
    }

    private void connect(
            Plant plant,
            HttpClient client,
            List<String> tokens,
            int from,
            Queue<LightAgent> agents,
            ExecutorService threads)
            throws Exception {
        URI gateway = URI.create("ws://127.0.0.1:" + plant.port() + "/ws/agent");
        var room = new Semaphore(CONNECTING);
        List<Future<Void>> connected = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            var id = new AgentId("crowd-" + (from + i));
            String token = tokens.get(i);
            connected.add(threads.submit((Callable<Void>) () -> {
                room.acquire();
                try {
                    LightAgent agent = LightAgent.connect(client, gateway, id, token);
                    agents.add(agent);
                    serving.add(threads.submit((Callable<Void>) () -> {
                        agent.serve();
                        return null;
                    }));
                } finally {
                    room.release();
                }
                return null;
            }));
        }
        requireAll(connected);
    }

    private static void commandToEach(Plant plant, int from, int to, ExecutorService threads) throws Exception {
        List<Future<Void>> answered = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int first = from + caller;
            answered.add(threads.submit((Callable<Void>) () -> {
                try (HttpLine line = plant.line()) {
                    for (int i = first; i < to; i += CALLERS) {
                        line.complete("crowd-" + i, PING);
                    }
                }
                return null;
            }));
        }
        requireAll(answered);
    }

    private static void requireAll(List<Future<Void>> done) throws IOException, InterruptedException {
        for (Future<Void> one : done) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IOException("not every agent did its part", e.getCause());
            }
        }
    }

    /// Nobody may leave meanwhile: those who left cost nothing.
    private void idle() throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
        if (serving.stream().anyMatch(Future::isDone)) {
            throw new IOException("a light agent has lost its connection");
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
