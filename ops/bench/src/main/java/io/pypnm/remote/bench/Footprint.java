package io.pypnm.remote.bench;

import io.pypnm.remote.bench.process.RunningProcess;
import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// One agent from its archive, over plain WebSocket: how fast it is there, and what memory it takes.
final class Footprint {
    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("bench.idle", 15));
    private static final long LOOK_MILLIS = 20;
    private static final int TIMES = 3;
    private static final long FILE_BYTES = 50_000_000;
    private static final double READY_MILLIS = 800;
    private static final double IDLE_MIB = 64;
    private static final double BUSY_MIB = 120;
    private static final String FILE = """
            {"command":"file_get","params":{"filename":"large"}}""";

    private final Figures figures;
    private final Path directory;

    Footprint(Figures figures, Path directory) {
        this.figures = figures;
        this.directory = directory;
    }

    void run() throws IOException, InterruptedException {
        try (Plant plant = Plant.start(directory, 1)) {
            figures.title("one agent from its archive, over ws");
            figures.add(Figure.of("subscribed, from the start of its script", plant.startAgents("a", 0, 1), "ms")
                    .atMost(READY_MILLIS));
            RunningProcess agent = plant.agents().getFirst();
            TimeUnit.SECONDS.sleep(IDLE.toSeconds());
            figures.add(Figure.of("RSS, idle", agent.residentMib(), "MiB").atMost(IDLE_MIB));
            String walk = """
                    {"command":"snmp_walk","params":{"target_ip":"%s","port":%d,"oid":"1.3.6.1.2.1.10.127.1.3.3.1.2"}}
                    """.formatted(plant.cmts(), plant.snmpPort());
            try (HttpLine line = plant.line()) {
                figures.add(Figure.of(
                                "RSS at most, walking %,d rows".formatted(Plant.CMTS_ROWS),
                                most(agent, line, walk),
                                "MiB")
                        .atMost(BUSY_MIB));
                try (var file =
                        new RandomAccessFile(plant.files().resolve("large").toFile(), "rw")) {
                    file.setLength(FILE_BYTES);
                }
                figures.add(Figure.of("RSS at most, moving a file of 50 MB", most(agent, line, FILE), "MiB")
                        .atMost(BUSY_MIB));
            }
            TimeUnit.SECONDS.sleep(IDLE.toSeconds());
            figures.add(Figure.of("RSS, idle after that", agent.residentMib(), "MiB"));
            if (Boolean.getBoolean("bench.smaps")) {
                figures.title(Files.readString(Path.of("/proc/" + agent.pid() + "/smaps_rollup")));
            }
        }
    }

    /// The most memory seen while the agent does something some times over.
    private static double most(RunningProcess agent, HttpLine line, String command)
            throws IOException, InterruptedException {
        var work = new FutureTask<Boolean>(() -> {
            for (int i = 0; i < TIMES; i++) {
                line.complete("a0", command);
            }
            return true;
        });
        Thread.startVirtualThread(work);
        double most = 0;
        while (!work.isDone()) {
            most = Math.max(most, agent.residentMib());
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IOException("a command failed", e.getCause());
        }
        return most;
    }
}
