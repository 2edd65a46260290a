package io.pypnm.remote.bench.devices;

import io.pypnm.remote.bench.client.Cost;
import io.pypnm.remote.bench.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The clients that the engine is compared with: a program on net-snmp's library, compiled here, and one on pysnmp.
final class OtherClients {
    private static final String PYTHON = System.getProperty("bench.python", "/usr/bin/python3");

    private final Path folder;

    OtherClients(Path folder) {
        this.folder = folder;
    }

    /// GETs, or a walk, by net-snmp's library.
    Cost netSnmp(String... arguments) throws IOException, InterruptedException {
        Path program = folder.resolve("netsnmp-client");
        if (!Files.exists(program)) {
            Path source = resource("netsnmp-client.c");
            try {
                Program.run(folder, List.of("gcc", "-O2", "-o", program.toString(), source.toString(), "-lnetsnmp"));
            } catch (IOException e) {
                throw new IOException("needs gcc and libsnmp-dev, which ops/bench/peers installs: " + e.getMessage());
            }
        }
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(Arrays.asList(arguments));
        return Cost.parse(Program.run(folder, command).output());
    }

    /// What GETs by pysnmp cost, and which version that was.
    record ByPysnmp(Cost cost, String version) {}

    ByPysnmp pysnmp(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(PYTHON, resource("pysnmp-client.py").toString()));
        command.addAll(Arrays.asList(arguments));
        try {
            String output = Program.run(folder, command).output();
            return new ByPysnmp(Cost.parse(output), output.lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new IOException("needs pysnmp, of which ops/bench/peers installs Debian's: " + e.getMessage());
        }
    }

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(OtherClients.class.getResourceAsStream(name))) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }
}
