package io.pypnm.remote.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// One configuration text read by one reader, as the tests want to see it.
record Reading(Configuration configuration) {
    static final String FILE = "agent_config.json";

    static Reading of(String json) {
        return of(json, Map.of());
    }

    static Reading of(String json, Map<String, String> environment) {
        return new Reading(Configuration.parse(FILE, json, environment));
    }

    <T> T value(Function<Settings, T> reader) {
        try {
            return configuration.read(reader);
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    /// The problems as an operator sees them.
    List<String> problems(Consumer<Settings> reader) {
        return failure(reader).problems().stream().map(Problem::toString).toList();
    }

    ConfigurationException failure(Consumer<Settings> reader) {
        ConfigurationException failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> configuration.read(settings -> {
                    reader.accept(settings);
                    return "";
                }));
        assertThat(failure).as("a configuration that must be refused").isNotNull();
        return failure;
    }
}
