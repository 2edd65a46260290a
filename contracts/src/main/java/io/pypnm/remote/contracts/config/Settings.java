package io.pypnm.remote.contracts.config;

import java.util.List;
import java.util.stream.Stream;

/// The keys of one object of a [Configuration], asked for one by one.
///
/// ```java
/// Settings link = settings.section("link");
/// Duration min = link.key("backoff-min").duration(ofMillis(100), ofHours(1)).orElse(ofSeconds(1));
/// URI gateway = settings.key("pypnm_server.url").alias("gui_server.url", "server_url")
///         .env("PYPNM_SERVER_URL").uri("wss", "ws").required(URI.create("wss://missing"));
/// ```
///
/// A wrong value is noted and a stand-in returned, so that one run finds every problem.
public final class Settings {
    private final Configuration configuration;
    private final List<Slot> scopes;

    /// @param scopes the object under its canonical name, then under its aliases
    Settings(Configuration configuration, List<Slot> scopes) {
        this.configuration = configuration;
        this.scopes = List.copyOf(scopes);
    }

    /// The key called `name` here; a dot leads into a nested object.
    public Key key(String name) {
        return new Key(this, slots(name), List.of());
    }

    /// The object called `name`, empty if the file does not have it. For one with an alias see [Key#section].
    public Settings section(String name) {
        return key(name).section();
    }

    /// Lets others keep keys in this very object, as in a file that several programs share.
    public void allowForeignKeys() {
        scopes.forEach(scope -> configuration.knownKeys().allowForeign(scope.path()));
    }

    /// Takes note of a key of old files, object or value, that this program has no use for. Its use, if any, shows
    /// in the effective settings with `why`.
    public void ignore(String name, String why) {
        slots(name)
                .filter(Slot::isFilled)
                .forEach(slot -> configuration.settle(
                        new Configuration.Effective(slot.path(), "not used: " + why, slot.place())));
    }

    /// Notes a problem if a relation between settings does not hold. Says nothing if one of them was found wrong
    /// before, as then only a stand-in was compared.
    ///
    /// @param message continues the name of the first key: `is longer than backoff-max`
    /// @param first   the key that is blamed, by its canonical name in this object, asked for before
    /// @param others  the keys it was compared with
    public void check(boolean holds, String message, String first, String... others) {
        if (holds
                || Stream.concat(Stream.of(first), Stream.of(others))
                        .map(this::fullName)
                        .anyMatch(configuration::isSpoiled)) {
            return;
        }
        String key = fullName(first);
        configuration.problem(new Problem(configuration.originOf(key), key, message));
    }

    Configuration configuration() {
        return configuration;
    }

    Stream<Slot> slots(String name) {
        return scopes.stream().map(scope -> scope.at(name));
    }

    private String fullName(String name) {
        return Slot.member(scopes.getFirst().path(), name);
    }
}
