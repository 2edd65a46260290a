package io.pypnm.remote.contracts.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A key with its type: what remains to say is what holds when nobody set it.
public final class Setting<T> {
    private final Key key;
    private final Format<T> format;

    Setting(Key key, Format<T> format) {
        this.key = key;
        this.format = format;
    }

    /// The value, or `standard` if it is not set.
    public T orElse(T standard) {
        return resolve(format.show(standard)).orElse(standard);
    }

    /// The value, or empty if it is not set.
    public Optional<T> optional() {
        return resolve("not set");
    }

    /// The value; a problem if it is not set.
    ///
    /// @param standIn what reading goes on with then; never seen in a running program
    public T required(T standIn) {
        if (key.variable().isEmpty() && key.filled().isEmpty()) {
            key.missing();
            key.configuration().spoil(key.name());
        }
        return resolve("missing").orElse(standIn);
    }

    private Optional<T> resolve(String shownWhenNotSet) {
        Optional<String> variable = key.variable();
        if (variable.isPresent()) {
            return fromEnvironment(variable.get());
        }
        List<Slot> filled = key.filled();
        if (filled.isEmpty()) {
            settle(shownWhenNotSet, new Origin.BuiltIn());
            return Optional.empty();
        }
        return fromFile(filled);
    }

    private Optional<T> fromEnvironment(String variable) {
        Origin origin = new Origin.InEnvironment(variable);
        try {
            T value = format.parse(
                    key.configuration().environment().getOrDefault(variable, "").strip());
            settle(format.show(value), origin);
            return Optional.of(value);
        } catch (IllegalArgumentException e) {
            key.configuration().problem(new Problem(origin, key.name(), Configuration.messageOf(e)));
            key.configuration().spoil(key.name());
            return Optional.empty();
        }
    }

    private Optional<T> fromFile(List<Slot> filled) {
        Slot first = filled.getFirst();
        Optional<T> value = format.read(first);
        for (Slot other : filled.subList(1, filled.size())) {
            Optional<T> again = format.read(other);
            if (value.isPresent() && again.isPresent() && !again.equals(value)) {
                other.problem("differs from " + first.path() + " at " + first.place() + ", which means the same");
            }
        }
        value.ifPresentOrElse(
                it -> settle(format.show(it), first.place()),
                () -> key.configuration().spoil(key.name()));
        return value;
    }

    private void settle(String value, Origin origin) {
        key.configuration().settle(new Configuration.Effective(key.name(), value, origin));
    }

    /// How a type is written in the file, in the environment and in the table of effective settings.
    sealed interface Format<T> {
        /// The value in a filled slot; empty if it is wrong, which is then noted.
        Optional<T> read(Slot slot);

        /// The value in an environment variable.
        ///
        /// @throws IllegalArgumentException with the problem's message
        T parse(String text);

        /// As it may be printed.
        String show(T value);

        /// A single value.
        ///
        /// @param expected continues "must be"
        /// @param types    the JSON types it may have in the file
        /// @param parser   throws `IllegalArgumentException` with the problem's message
        record Scalar<T>(
                String expected, Set<Node.Leaf.Type> types, Function<String, T> parser, Function<T, String> shower)
                implements Format<T> {
            @Override
            public Optional<T> read(Slot slot) {
                if (!(slot.node() instanceof Node.Leaf leaf) || !types.contains(leaf.type())) {
                    slot.mustBe(expected);
                    return Optional.empty();
                }
                try {
                    return Optional.of(parse(leaf.text()));
                } catch (IllegalArgumentException e) {
                    slot.problem(Configuration.messageOf(e));
                    return Optional.empty();
                }
            }

            @Override
            public T parse(String text) {
                return parser.apply(text);
            }

            @Override
            public String show(T value) {
                return shower.apply(value);
            }
        }

        /// A list of values of one format; in the environment with commas between them.
        record ListOf<T>(Format<T> element) implements Format<List<T>> {
            @Override
            public Optional<List<T>> read(Slot slot) {
                if (!(slot.node() instanceof Node.Items)) {
                    slot.mustBe("a list in brackets");
                    return Optional.empty();
                }
                List<Optional<T>> values =
                        slot.elements().stream().map(element::read).toList();
                return values.stream().allMatch(Optional::isPresent)
                        ? Optional.of(values.stream().flatMap(Optional::stream).toList())
                        : Optional.empty();
            }

            @Override
            public List<T> parse(String text) {
                return Arrays.stream(text.split(",", -1))
                        .map(it -> element.parse(it.strip()))
                        .toList();
            }

            @Override
            public String show(List<T> value) {
                return value.stream().map(element::show).collect(Collectors.joining(", ", "[", "]"));
            }
        }
    }
}
