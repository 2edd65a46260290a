package io.pypnm.remote.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// `ops/bench/run NAME`.
public final class BenchMain {
    private static final String USAGE = """
            round-trip   a durable command from HTTP to a device and back, beside the disk's sync and the bare broker
            crowd        1,000 idle agents: memory of each, time until all are there""";

    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 1 ? arguments[0] : "";
        if (!name.equals("round-trip") && !name.equals("crowd")) {
            System.err.println(USAGE);
            System.exit(64);
        }
        Path directory = Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "pypnm-bench");
        try {
            var figures = new Figures(name, System.out);
            if (name.equals("crowd")) {
                new Crowd(figures, directory).run();
            } else {
                new RoundTrip(figures, directory).run();
            }
        } finally {
            delete(directory);
        }
        System.exit(0);
    }

    private static void delete(Path directory) throws java.io.IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
