package io.pypnm.remote.agent.cli;

import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import io.pypnm.remote.contracts.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The profiles by name: those the agent comes with, and over them the operator's.
record CliProfiles(Map<String, CliProfile> byName) {
    private static final String RESOURCE = "cli_profiles.json";
    static final String STANDARD = "exec";

    CliProfiles {
        byName = Map.copyOf(byName);
    }

    /// Reads `cli_profiles`.
    static CliProfiles from(Settings settings) {
        Map<String, CliProfile> profiles = new HashMap<>(builtIn());
        settings.key("cli_profiles")
                .namedSections()
                .forEach((name, profile) -> profiles.put(name, CliProfile.from(profile)));
        return new CliProfiles(profiles);
    }

    static Map<String, CliProfile> builtIn() {
        try (InputStream in = Objects.requireNonNull(CliProfiles.class.getResourceAsStream(RESOURCE))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Configuration.parse(RESOURCE, "{\"cli_profiles\": " + text + "}", Map.of())
                    .read(CliProfiles::named);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigurationException e) {
            throw new IllegalStateException("the agent's own profiles are wrong", e);
        }
    }

    private static Map<String, CliProfile> named(Settings settings) {
        Map<String, CliProfile> profiles = new HashMap<>();
        settings.key("cli_profiles")
                .namedSections()
                .forEach((name, profile) -> profiles.put(name, CliProfile.from(profile)));
        return profiles;
    }

    /// Name of the profile for a make, in whatever case; that of plain commands if there is none.
    String nameFor(String vendor) {
        String make = vendor.toLowerCase(Locale.ROOT).strip();
        return byName.entrySet().stream()
                .filter(it -> it.getValue().vendors().contains(make))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(STANDARD);
    }
}
