package io.pypnm.remote.system.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.system.install.Shell.Result;
import io.pypnm.remote.system.plant.Plant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `ops/test-peers`, as the build calls it, where it may not install anything.
final class TestPeersIT {
    private static final Path TEST_PEERS = Repository.file("ops/test-peers");

    @RegisterExtension
    final Plant plant = new Plant();

    private Shell shell;

    @BeforeEach
    void makeShell() throws Exception {
        shell = new Shell(plant, Files.createDirectories(plant.folder().resolve("developer")));
    }

    @Test
    void missingPackagesAreNamedToWhoIsNotRoot() throws Exception {
        List<String> line = new ArrayList<>();
        if (Files.getOwner(plant.folder()).getName().equals("root")) {
            line.addAll(List.of("--reuid", "65534", "--clear-groups", "--"));
        }
        line.addAll(List.of(
                "/usr/bin/env", "PATH=/nowhere", "/bin/bash", "-c", Files.readString(TEST_PEERS), "test-peers"));

        Result result = shell.run(Path.of("/usr/bin/setpriv"), line.toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("test peers: missing: ")
                .containsPattern("missing: .*\\bsnmp strace iputils-ping fping nodejs npm\\. Install these packages")
                .contains("-Dpeers=skip")
                .hasLineCount(1);
    }

    @Test
    void skippingIsSaid() {
        Result result = shell.with("PATH=/nowhere").run(TEST_PEERS, "skip");

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out()).contains("left out by -Dpeers=skip");
    }

    @Test
    void misspeltOptionFailsTheBuild() {
        Result result = shell.run(TEST_PEERS, "skipp");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).contains("must be required or skip, is skipp");
    }
}
