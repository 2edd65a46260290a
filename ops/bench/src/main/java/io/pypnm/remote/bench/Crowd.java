package io.pypnm.remote.bench;

import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.lab.probe.StompProbe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/// Many agents at once, as light clients: what an idle one costs the gateway, how fast all are there, and how fast each
/// answers a command.
final class Crowd {
    private static final int AGENTS = Integer.getInteger("bench.agents", 1000);

    private final Figures figures;
    private final Path directory;

    Crowd(Figures figures, Path directory) {
        this.figures = figures;
        this.directory = directory;
    }

    void run() throws Exception {
        try (Plant plant = Plant.start(directory);
                HttpClient client = HttpClient.newHttpClient()) {
            figures.figure("gateway ready", plant.gatewayReadyMillis(), "ms");
            List<String> tokens = plant.tokens("crowd-", AGENTS);
            double before = plant.gateway().residentMib();
            URI uri = URI.create("ws://127.0.0.1:" + plant.port() + "/ws/agent");
            List<StompProbe> probes = new ArrayList<>();
            long start = System.nanoTime();
            connect(client, uri, tokens, probes);
            figures.figure(AGENTS + " agents connected and subscribed", (System.nanoTime() - start) / 1e9, "s");
            double after = plant.gateway().residentMib();
            figures.figure("gateway RSS, no agent", before, "MiB");
            figures.figure("gateway RSS, " + AGENTS + " agents", after, "MiB");
            figures.figure("memory of one idle agent", (after - before) * 1024 / AGENTS, "KiB");
            probes.forEach(StompProbe::close);
        }
    }

    private static void connect(HttpClient client, URI uri, List<String> tokens, List<StompProbe> probes)
            throws InterruptedException {
        var done = new CountDownLatch(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            int number = i;
            Thread.startVirtualThread(() -> {
                try {
                    StompProbe probe = StompProbe.open(client, uri);
                    synchronized (probes) {
                        probes.add(probe);
                    }
                    probe.connect(
                            "crowd-" + number,
                            tokens.get(number),
                            StompHeaders.HEART_BEAT,
                            "0,0",
                            WireHeaders.INSTANCE,
                            new UUID(1, number).toString(),
                            WireHeaders.JOURNAL,
                            "true");
                    for (String lane : List.of("interactive", "bulk", "long")) {
                        probe.send(new StompFrame(
                                StompCommand.SUBSCRIBE,
                                StompHeaders.of(
                                        StompHeaders.ID,
                                        lane,
                                        StompHeaders.DESTINATION,
                                        "commands.crowd-" + number + "." + lane,
                                        StompHeaders.ACK,
                                        "client-individual",
                                        WireHeaders.PREFETCH_COUNT,
                                        "8",
                                        StompHeaders.RECEIPT,
                                        lane)));
                    }
                    for (int receipts = 0; receipts < 3; receipts++) {
                        probe.next();
                    }
                } catch (IOException e) {
                    System.err.println("agent " + number + ": " + e);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
    }
}
