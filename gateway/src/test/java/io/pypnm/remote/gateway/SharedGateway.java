package io.pypnm.remote.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands every test that asks for a [RunningGateway] the same one, with default settings: to start one costs a second.
/// Each test takes agents of its own from it, so none sees another's commands. It is closed after the last test.
final class SharedGateway implements ParameterResolver {
    private static final int AGENTS = 400;

    /// Closed with the root context.
    private record Shared(RunningGateway gateway, Path data) implements AutoCloseable {
        static Shared start() {
            try {
                Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "gateway");
                return new Shared(
                        RunningGateway.start(
                                data, RunningGateway.Setup.standard().withAgents(AGENTS)),
                        data);
            } catch (Exception e) {
                throw new IllegalStateException("the shared gateway does not start", e);
            }
        }

        @Override
        public void close() throws IOException {
            gateway.close();
            try (Stream<Path> files = Files.walk(data)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningGateway.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedGateway.class))
                .computeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class)
                .gateway();
    }
}
