package io.pypnm.remote.system.plant;

import static java.util.Objects.requireNonNull;

import io.pypnm.remote.contracts.address.AgentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A few agents and one operator, made once by the gateway's own command line and copied for every gateway of the
/// tests.
final class Accounts {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int AGENTS = 4;

    private final Path data;
    private final Map<AgentId, String> tokens;
    private final String operatorKey;

    private Accounts(Path data, Map<AgentId, String> tokens, String operatorKey) {
        this.data = data;
        this.tokens = tokens;
        this.operatorKey = operatorKey;
    }

    /// Makes `jump-1` to `jump-4`, and a key.
    static Accounts make() {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target")).toAbsolutePath(), "accounts-");
            Path data = Files.createDirectory(folder.resolve("data"));
            Map<AgentId, String> tokens = new LinkedHashMap<>();
            for (int i = 1; i <= AGENTS; i++) {
                var agent = new AgentId("jump-" + i);
                tokens.put(agent, run(folder, data, "agents", "add", agent.value()));
            }
            return new Accounts(data, tokens, run(folder, data, "keys", "add", "tests", "--role", "operator"));
        } catch (IOException e) {
            throw new UncheckedIOException("no accounts could be made", e);
        }
    }

    /// Has the gateway's command line change the accounts of a data directory.
    ///
    /// @return what it printed
    static String run(Path folder, Path data, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Dist.gateway().toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString(), "--quiet"));
        Path log = Files.createTempFile(folder, "cli", ".log");
        Program program = Program.start("gateway " + String.join(" ", arguments), folder, log, Map.of(), command);
        if (program.awaitExit(WITHIN) != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " failed: " + program.log());
        }
        return Files.readString(log, StandardCharsets.UTF_8).strip();
    }

    void copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    String tokenOf(AgentId agent) {
        return requireNonNull(tokens.get(agent), () -> "no token was issued to " + agent);
    }

    String operatorKey() {
        return operatorKey;
    }
}
