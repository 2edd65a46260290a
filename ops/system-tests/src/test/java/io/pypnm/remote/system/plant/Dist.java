package io.pypnm.remote.system.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The programs as `ops/dist` has put them together.
public final class Dist {
    private static final Path TARGET =
            Path.of("../dist/target").toAbsolutePath().normalize();

    private Dist() {}

    public static Path gateway() {
        return program("gateway/bin/pypnm-gateway");
    }

    public static Path agent() {
        return program("agent/bin/pypnm-agent");
    }

    public static Path lab() {
        return program("lab/bin/pypnm-lab");
    }

    /// The agent as it is shipped.
    public static Path agentArchive() {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.getFileName().toString().matches("pypnm-agent-.*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("there is no pypnm-agent-*.tar.gz in " + TARGET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path program(String path) {
        Path program = TARGET.resolve(path);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    program
                            + " is missing: these tests run what the build has assembled; run mvn -pl ops/system-tests -am verify");
        }
        return program;
    }
}
