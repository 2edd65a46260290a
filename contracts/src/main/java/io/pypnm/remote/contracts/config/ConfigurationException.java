package io.pypnm.remote.contracts.config;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The configuration cannot be used. Holds every problem found, in the order of the file.
public final class ConfigurationException extends Exception {
    private static final int MAX_SHOWN = 50;

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems, @Nullable IllegalArgumentException cause) {
        super(describe(problems), cause);
        this.problems = List.copyOf(problems);
    }

    /// At least one.
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(List<Problem> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        String rest = problems.size() > MAX_SHOWN ? "\n  ... and " + (problems.size() - MAX_SHOWN) + " more" : "";
        return problems.stream()
                .limit(MAX_SHOWN)
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", "the configuration has " + count + ":", rest));
    }
}
