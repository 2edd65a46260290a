package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Many small files and a large one over SFTP; the contents are thrown away on both sides of the comparison.
final class SftpFiles {
    private static final Duration ROUND_TRIP = Duration.ofMillis(20);
    private static final int SMALL_FILES = 1_000;
    private static final int SMALL_BYTES = 20_000;
    /// OpenSSH takes seven round trips for each.
    private static final int SMALL_FILES_OF_OPEN_SSH = 60;

    private static final int AT_ONCE = 64;
    private static final int LARGE_MEGABYTES = 100;
    private static final double SMALL = 50;
    private static final double LARGE_CPU = 1.9;
    private static final double LARGE_SPEED = 0.7;

    private SftpFiles() {}

    static void measure(Figures figures, Path directory) throws Exception {
        Path files = Files.createDirectories(directory.resolve("files"));
        byte[] content = new byte[SMALL_BYTES];
        for (int i = 0; i < SMALL_FILES; i++) {
            Files.write(files.resolve(Integer.toString(i)), content);
        }
        Path large = files.resolve("large");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(LARGE_MEGABYTES * 1_000_000L);
        }
        try (SshServer server = SshServer.start(directory);
                DelayProxy far = DelayProxy.start(server.port(), ROUND_TRIP)) {
            server.trust(far.port());
            var agent = new AgentCode(directory);
            figures.title("SFTP, one channel, 20 ms round trip by a relay; processor time without it");
            small(figures, agent, server, far.port(), files);
            large(figures, agent, server, far.port(), large);
        }
    }

    private static void small(Figures figures, AgentCode agent, SshServer server, int port, Path files)
            throws IOException, InterruptedException {
        List<String> names = IntStream.range(0, SMALL_FILES_OF_OPEN_SSH)
                .mapToObj(it -> files + "/" + it)
                .toList();
        Cost others = server.sftp(port, names);
        // Its connecting is not its fetching.
        double connecting = server.sftp(port, List.of()).seconds();
        double beside = names.size() / (others.seconds() - connecting);
        List<String> order = new ArrayList<>(server.order(port));
        order.addAll(List.of("folder=" + files, "files=" + SMALL_FILES, "at-once=" + AT_ONCE, "warm=5"));
        Cost ours = agent.run("small-files", order.toArray(String[]::new));
        requireWhole(ours);
        figures.add(Figure.of("files of 20 KB", ours.perSecond(), "/s")
                .beside("sftp", beside)
                .atLeast(SMALL * beside));
    }

    private static void large(Figures figures, AgentCode agent, SshServer server, int farPort, Path file)
            throws Exception {
        double connecting = server.sftp(farPort, List.of()).seconds();
        Rounds far = Rounds.of(
                () -> fetch(agent, server, farPort, file), () -> server.sftp(farPort, List.of(file.toString())));
        double beside = LARGE_MEGABYTES / (far.others(Cost::seconds) - connecting);
        figures.add(Figure.of("100 MB", LARGE_MEGABYTES / far.ours(Cost::seconds), "MB/s")
                .beside("sftp", beside)
                .atLeast(LARGE_SPEED * beside));
        Rounds near = Rounds.of(
                () -> fetch(agent, server, server.port(), file),
                () -> server.sftp(server.port(), List.of(file.toString())));
        double itsMillis = near.others(Cost::cpuMicros) / 1e3;
        figures.add(Figure.of("100 MB, CPU", near.ours(Cost::cpuMicros) / 1e3, "ms")
                .beside("sftp", itsMillis)
                .atMost(LARGE_CPU * itsMillis));
    }

    private static Cost fetch(AgentCode agent, SshServer server, int port, Path file)
            throws IOException, InterruptedException {
        List<String> order = new ArrayList<>(server.order(port));
        order.addAll(List.of("file=" + file, "warm=3"));
        return agent.run("large-file", order.toArray(String[]::new));
    }

    private static void requireWhole(Cost cost) throws IOException {
        if (cost.failed() > 0) {
            throw new IOException(cost.failed() + " files failed");
        }
    }
}
