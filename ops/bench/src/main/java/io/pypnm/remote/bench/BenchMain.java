package io.pypnm.remote.bench;

import io.pypnm.remote.bench.devices.Devices;
import io.pypnm.remote.bench.report.Figures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// `ops/bench/run NAME`. Exit codes: 0 every target was reached, 1 one was missed or something failed, 64 no such
/// bench.
public final class BenchMain {
    private static final String USAGE = """
            round-trip   a durable command from HTTP to a device and back, beside the disk's sync and the bare broker
            crowd        1,000 agents: memory of each while idle, time until all are there and have answered
            load         the product alone under load, for a profiler; -Dbench.looks=N times -Dbench.measured=S seconds
            footprint    start and memory of one agent: idle, while it walks a large table, while it moves a large file
            pnm          reading a capture, and JSON, CSV, SVG and PNG of it
            devices [PART...]
                         the agent's work on devices, each beside another program that does it:
                         %s
            """.formatted(String.join(" ", Devices.parts()));
    private static final List<String> NAMES = List.of("round-trip", "crowd", "load", "footprint", "pnm", "devices");

    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        String name = words.isEmpty() ? "" : words.getFirst();
        List<String> parts = words.subList(Math.min(1, words.size()), words.size());
        boolean partsAreKnown = name.equals("devices") ? Devices.parts().containsAll(parts) : parts.isEmpty();
        if (!NAMES.contains(name) || !partsAreKnown) {
            System.err.print(USAGE);
            System.exit(64);
        }
        // Not below /tmp, which may be memory: a sync would cost nothing there.
        Path parent = Files.createDirectories(Path.of(System.getProperty("bench.directory", "target")));
        Path directory = Files.createTempDirectory(parent.toAbsolutePath(), "run-");
        var figures = new Figures(name, System.out);
        figures.title(machine(directory));
        boolean all = true;
        try {
            switch (name) {
                case "devices" -> all = Devices.measure(figures, directory, parts.isEmpty() ? Devices.parts() : parts);
                case "footprint" -> new Footprint(figures, directory).run();
                case "pnm" -> new PnmCaptures(figures).run();
                case "crowd" -> new Crowd(figures, directory).run();
                case "load" -> new RoundTrip(figures, directory).load();
                default -> new RoundTrip(figures, directory).run();
            }
        } catch (Exception e) {
            System.err.println("the bench failed; the logs are in " + directory);
            e.printStackTrace();
            System.exit(1);
        }
        delete(directory);
        System.exit(figures.end() && all ? 0 : 1);
    }

    private static String machine(Path directory) throws IOException {
        var system = ManagementFactory.getOperatingSystemMXBean();
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(system.getArch());
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %s %s, Java %s, %s, load before the run %.2f",
                system.getAvailableProcessors(),
                model,
                system.getName(),
                system.getVersion(),
                System.getProperty("java.vm.version"),
                Files.getFileStore(directory).type(),
                system.getSystemLoadAverage());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
