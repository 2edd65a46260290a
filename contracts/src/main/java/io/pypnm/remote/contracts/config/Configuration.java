package io.pypnm.remote.contracts.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One program's configuration: a JSON file (comments and trailing commas allowed) with the environment over it.
///
/// ```java
/// Configuration configuration = Configuration.load(file, System.getenv());
/// AgentConfig config = configuration.read(AgentConfig::from);
/// log.log(INFO, "effective settings:\n{0}", configuration.effectiveTable());
/// ```
///
/// Loading never fails: a file that cannot be read is a problem like any other, told by [#read].
public final class Configuration {
    /// One setting as the program runs with it.
    ///
    /// @param key    full name, the canonical one if the file used an alias
    /// @param value  printable; `***` for a secret
    /// @param origin who decided it
    public record Effective(String key, String value, Origin origin) {
        public Effective {
            value = Problem.printable(value);
        }
    }

    private static final int MAX_BYTES = 1 << 20;

    private final Map<String, String> environment;
    private final @Nullable Path file;
    private final Node.Branch root;
    private final Origin rootPlace;
    private final boolean whole;
    private final KnownKeys knownKeys = new KnownKeys();
    private final Set<Problem> problems;
    private final Set<String> spoiledKeys = new HashSet<>();
    private final Map<String, Effective> effective = new LinkedHashMap<>();

    private Configuration(
            @Nullable Path file, Origin rootPlace, SettingsParser.Parsed parsed, Map<String, String> environment) {
        this.file = file;
        this.root = parsed.root();
        this.rootPlace = rootPlace;
        this.whole = parsed.whole();
        this.problems = new LinkedHashSet<>(parsed.problems());
        this.environment = Map.copyOf(environment);
    }

    /// Reads `file`, UTF-8, at most 1 MiB. If a secret is found in it, its mode must be 0640 or narrower.
    public static Configuration load(Path file, Map<String, String> environment) {
        String name = file.toString();
        SettingsParser.Parsed parsed;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            parsed = bytes.length > MAX_BYTES
                    ? unreadable(name, "is larger than 1 MiB")
                    : SettingsParser.parse(name, new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            parsed = unreadable(name, reason(e));
        }
        return new Configuration(file, parsed.root().place(), parsed, environment);
    }

    /// Reads `text`; `name` stands for the file in problems and origins.
    public static Configuration parse(String name, String text, Map<String, String> environment) {
        SettingsParser.Parsed parsed = SettingsParser.parse(name, text);
        return new Configuration(null, parsed.root().place(), parsed, environment);
    }

    /// No file: environment and defaults only.
    public static Configuration empty(Map<String, String> environment) {
        Node.Branch root = new Node.Branch(Map.of(), new Origin.InFile("", 1, 1));
        return new Configuration(
                null, new Origin.BuiltIn(), new SettingsParser.Parsed(root, true, List.of()), environment);
    }

    /// Has `reader` make its config record, and then answers with it or with everything that is wrong.
    ///
    /// `reader` must ask for every key the program knows, those of a disabled feature too: a key that was not
    /// asked for is an unknown key. It may be handed stand-ins where the file is wrong. A record that refuses
    /// its values by an `IllegalArgumentException` ends the reading; alone, it is a problem of its own.
    public <T> T read(Function<? super Settings, ? extends T> reader) throws ConfigurationException {
        T value;
        try {
            value = reader.apply(new Settings(this, List.of(new Slot(this, "", root, rootPlace))));
        } catch (IllegalArgumentException e) {
            // With problems noted it was most likely a stand-in that the record refused.
            if (problems.isEmpty()) {
                problems.add(new Problem(rootPlace, "", messageOf(e)));
            }
            throw failure(e);
        }
        problems.addAll(knownKeys.unknownIn(root));
        if (!problems.isEmpty()) {
            throw failure(null);
        }
        return value;
    }

    /// Every setting asked for so far, in that order, secrets as `***`.
    public List<Effective> effective() {
        return List.copyOf(effective.values());
    }

    /// The same as lines of three aligned columns, for the log at start: key, value, origin.
    public String effectiveTable() {
        int keys = width(Effective::key);
        int values = width(Effective::value);
        return effective.values().stream()
                .map(it -> pad(it.key(), keys) + "  " + pad(it.value(), values) + "  " + it.origin())
                .collect(Collectors.joining("\n"));
    }

    private int width(Function<Effective, String> column) {
        return effective.values().stream()
                .map(column)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    Map<String, String> environment() {
        return environment;
    }

    KnownKeys knownKeys() {
        return knownKeys;
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    /// A required key that nothing fills. A file that was not understood to its end may still have it.
    void missing(Slot slot, String message) {
        if (whole) {
            slot.problem(message);
        }
    }

    /// The value of `key` is a stand-in, about which nothing more shall be said.
    void spoil(String key) {
        spoiledKeys.add(key);
    }

    boolean isSpoiled(String key) {
        return spoiledKeys.contains(key);
    }

    void settle(Effective setting) {
        effective.put(setting.key(), setting);
    }

    Origin originOf(String key) {
        Effective setting = effective.get(key);
        return setting == null ? rootPlace : setting.origin();
    }

    void requirePrivateFile() {
        if (file != null) {
            FilePermissions.requirePrivate(file).ifPresent(problems::add);
        }
    }

    static String messageOf(IllegalArgumentException refusal) {
        return Objects.requireNonNullElse(refusal.getMessage(), "is not valid");
    }

    /// What kept a file from being read, in an operator's words.
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "does not exist";
            case AccessDeniedException _ -> "may not be read by this user";
            default -> "cannot be read: " + e.getMessage();
        };
    }

    private static SettingsParser.Parsed unreadable(String name, String message) {
        Origin.InFile start = new Origin.InFile(name, 1, 1);
        return new SettingsParser.Parsed(
                new Node.Branch(Map.of(), start), false, List.of(new Problem(start, "", message)));
    }

    private ConfigurationException failure(@Nullable IllegalArgumentException cause) {
        List<Problem> ordered = new ArrayList<>(problems);
        ordered.sort(Comparator.<Problem>comparingInt(
                        it -> it.origin() instanceof Origin.InFile at ? at.line() : Integer.MAX_VALUE)
                .thenComparingInt(it -> it.origin() instanceof Origin.InFile at ? at.column() : 0));
        return new ConfigurationException(ordered, cause);
    }
}
