package io.pypnm.remote.bench.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a client is told, `name=value` for each.
record Order(Map<String, String> values) {
    Order {
        values = Map.copyOf(values);
    }

    static Order parse(List<String> arguments) {
        return new Order(arguments.stream()
                .map(it -> it.split("=", 2))
                .collect(Collectors.toMap(it -> it[0], it -> Arrays.asList(it).getLast())));
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the order names no " + name);
        }
        return value;
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    Path path(String name) {
        return Path.of(text(name));
    }

    /// Addresses, one a line.
    List<String> targets() throws IOException {
        return Files.readAllLines(path("targets"));
    }
}
