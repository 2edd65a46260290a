package io.pypnm.remote.contracts.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// A key, the other names it goes by, and the type its value must have.
///
/// null and blank text count as not set, in the file and in the environment.
public final class Key {
    private final Settings settings;
    private final List<Slot> slots;
    private final List<String> variables;

    Key(Settings settings, Stream<Slot> slots, List<String> variables) {
        this.settings = settings;
        this.slots = slots.toList();
        this.variables = List.copyOf(variables);
    }

    /// Older names, each from the same object as the key itself. Two names with different values are a problem.
    public Key alias(String... names) {
        return new Key(settings, Stream.concat(slots.stream(), Stream.of(names).flatMap(settings::slots)), variables);
    }

    /// The environment variables that win over the file; the first one set counts.
    public Key env(String... names) {
        return new Key(
                settings,
                slots.stream(),
                Stream.concat(variables.stream(), Stream.of(names)).toList());
    }

    /// A text of at least one visible character.
    public Setting<String> text() {
        return as(Function.identity());
    }

    /// A text with a type of its own, such as `as(AgentId::new)`.
    ///
    /// @param type throws `IllegalArgumentException` for a wrong text; its message becomes the problem's
    public <T> Setting<T> as(Function<String, T> type) {
        return new Setting<>(this, Scalars.text(type));
    }

    /// An integer, bounds included.
    public Setting<Integer> integer(int min, int max) {
        return new Setting<>(this, Scalars.integer(min, max));
    }

    /// true or false; in the environment in any case.
    public Setting<Boolean> flag() {
        return new Setting<>(this, Scalars.flag());
    }

    /// A text such as `500ms`, `10s`, `1m`, `2h`, `7d`, bounds included.
    public Setting<Duration> duration(Duration min, Duration max) {
        return new Setting<>(this, Quantities.duration(min, max));
    }

    /// A bare number of seconds, up to three decimals, bounds included: for keys that upstream defined so.
    public Setting<Duration> seconds(Duration min, Duration max) {
        return new Setting<>(this, Quantities.seconds(min, max));
    }

    /// A size such as `"64MiB"` (B, KiB, MiB, GiB), or a bare number of bytes; bounds in bytes, included.
    public Setting<Long> bytes(long min, long max) {
        return new Setting<>(this, Quantities.bytes(min, max));
    }

    /// An absolute URI of one of `schemes` with a host, and without a user or password in it.
    public Setting<URI> uri(String... schemes) {
        return new Setting<>(this, Scalars.uri(List.of(schemes)));
    }

    /// An absolute path, or one that begins with `~`, which stands for `home`. A relative path is refused: it would
    /// depend on where the program was started.
    public Setting<Path> path(Path home) {
        return new Setting<>(this, Scalars.path(home));
    }

    /// A list of [#path]s; in the environment with commas between them.
    public Setting<List<Path>> paths(Path home) {
        return new Setting<>(this, new Setting.Format.ListOf<>(Scalars.path(home)));
    }

    /// One of the constants of `type`, written in lower case with `-` for `_`.
    public <E extends Enum<E>> Setting<E> choice(Class<E> type) {
        return new Setting<>(this, Scalars.choice(type));
    }

    /// A text that nothing prints. If it stands in the file, strangers must not be able to read that.
    public Setting<Secret> secret() {
        if (!filled().isEmpty()) {
            settings.configuration().requirePrivateFile();
        }
        return new Setting<>(this, Scalars.secret());
    }

    /// The [#path] of a file that holds one secret: UTF-8, at most 64 KiB, mode 0640 or narrower. White space at
    /// its end is cut off.
    public Setting<Secret> secretFile(Path home) {
        return new Setting<>(this, Scalars.secretFile(home));
    }

    /// A list of texts; in the environment with commas between them.
    public Setting<List<String>> strings() {
        return list(Function.identity());
    }

    /// A list of texts with a type of their own, as in [#as].
    public <T> Setting<List<T>> list(Function<String, T> type) {
        return new Setting<>(this, new Setting.Format.ListOf<>(Scalars.text(type)));
    }

    /// A nested object; where the file has it under several names, their keys are merged as aliases.
    public Settings section() {
        return new Settings(settings.configuration(), slots);
    }

    /// A list of objects; a single object is a list of one. Empty if the file does not have it.
    public List<Settings> sections() {
        return onlyOne().stream()
                .flatMap(slot -> slot.elements().stream())
                .map(this::view)
                .toList();
    }

    /// The members of an object whose keys are names of the operator's choice, in the order of the file.
    public Map<String, Settings> namedSections() {
        Map<String, Settings> sections = new LinkedHashMap<>();
        onlyOne().ifPresent(slot -> slot.names().forEach(name -> sections.put(name, view(slot.child(name)))));
        return sections;
    }

    Configuration configuration() {
        return settings.configuration();
    }

    /// Full canonical name.
    String name() {
        return slots.getFirst().path();
    }

    List<Slot> filled() {
        return slots.stream().filter(Slot::isFilled).toList();
    }

    /// The first variable that is set.
    Optional<String> variable() {
        return variables.stream()
                .filter(name ->
                        !configuration().environment().getOrDefault(name, "").isBlank())
                .findFirst();
    }

    void missing() {
        String hint = variables.isEmpty() ? "" : " (here or as " + variables.getFirst() + " in the environment)";
        configuration().missing(slots.getFirst(), "is required" + hint);
    }

    private Settings view(Slot slot) {
        return new Settings(settings.configuration(), List.of(slot));
    }

    private Optional<Slot> onlyOne() {
        List<Slot> filled = filled();
        filled.stream()
                .skip(1)
                .forEach(other -> other.problem("means the same as "
                        + filled.getFirst().path() + " at " + filled.getFirst().place() + "; keep one"));
        return filled.stream().findFirst();
    }
}
