package io.pypnm.remote.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A command line of `--name value` pairs and `--flags`, read with all its problems at once.
final class Arguments {
    private final Map<String, String> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /// @param flags take no value
    /// @param names take one
    Arguments(String[] arguments, Set<String> flags, Set<String> names) {
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (flags.contains(name)) {
                values.put(name, "");
            } else if (names.contains(name) && i + 1 < arguments.length) {
                i++;
                values.put(name, arguments[i]);
            } else {
                problems.add(names.contains(name) ? name + " needs a value" : "unknown option " + name);
            }
        }
    }

    boolean has(String flag) {
        return values.containsKey(flag);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    int number(String name, int otherwise) {
        return parsed(name, Integer::parseInt, otherwise);
    }

    /// The value as the function reads it. A problem is noted, and `otherwise` stands in.
    ///
    /// @param read throws [IllegalArgumentException] where it cannot
    <T> T parsed(String name, Function<String, T> read, T otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return read.apply(value);
        } catch (IllegalArgumentException e) {
            problems.add(name + " " + value + ": " + e.getMessage());
            return otherwise;
        }
    }

    /// Throws if anything so far was wrong.
    ///
    /// @throws IllegalArgumentException with a line for each problem
    void requireSound() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }
}
