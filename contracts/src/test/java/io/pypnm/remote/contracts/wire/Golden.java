package io.pypnm.remote.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A folder of golden samples: what is promised to other programs, byte by byte. `-Dgolden=write` makes the files anew
/// from the values, and fails all the same, so that a changed promise is looked at before it is one.
record Golden(Path folder) {
    private static final Path ROOT = Path.of("src/main/resources/io/pypnm/remote/contracts/golden");
    private static final boolean WRITE = "write".equals(System.getProperty("golden"));
    private static final String SUFFIX = ".json";

    static Golden in(String folder) {
        return new Golden(ROOT.resolve(folder));
    }

    /// Each file is one JSON text and a line feed.
    byte[] read(String name) throws IOException {
        byte[] content = Files.readAllBytes(file(name));
        assertThat(content).as(name).endsWith('\n');
        return Arrays.copyOf(content, content.length - 1);
    }

    void holds(String name, byte[] json) throws IOException {
        if (WRITE) {
            Files.createDirectories(folder);
            Files.writeString(file(name), new String(json, StandardCharsets.UTF_8) + "\n");
            throw new AssertionError("written anew: " + file(name));
        }
        assertThat(file(name))
                .as("a sample is missing: `mvn verify -pl contracts -am -Dgolden=write` makes it")
                .exists();
        assertThat(new String(read(name), StandardCharsets.UTF_8)).isEqualTo(new String(json, StandardCharsets.UTF_8));
    }

    void holdsNothingBut(Collection<String> names) throws IOException {
        assertThat(names()).isEqualTo(new HashSet<>(names));
    }

    Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .collect(Collectors.toSet());
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}
