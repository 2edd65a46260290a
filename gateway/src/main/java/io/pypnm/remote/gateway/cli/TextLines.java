package io.pypnm.remote.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lines for people, in the layout that all tools share.
final class TextLines {
    private static final int STEP_WIDTH = 150;

    private final List<String> lines = new ArrayList<>();

    List<String> all() {
        return lines;
    }

    void add(String line) {
        lines.add(line);
    }

    /// A name and its value.
    void field(String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-8s %s", name, value));
    }

    /// What was said to a device, and what came of it; the answer of a walk is cut.
    void steps(JsonNode steps) {
        for (JsonNode step : steps) {
            String line = String.format(
                    Locale.ROOT,
                    "%6d ms  %s: %s",
                    step.path("at_millis").asLong(),
                    step.path("action").asText(),
                    step.path("result").asText());
            lines.add(line.length() <= STEP_WIDTH ? line : line.substring(0, STEP_WIDTH - 3) + "...");
        }
    }
}
