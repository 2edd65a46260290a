package io.pypnm.remote.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/// A measurement as lines for people: whose and by whom, each step, and a line for each channel.
final class MeasurementText {
    private final TextLines lines = new TextLines();

    private MeasurementText() {}

    static List<String> of(JsonNode measurement) {
        var text = new MeasurementText();
        text.head(measurement);
        text.lines.steps(measurement.path("steps"));
        text.channels(measurement);
        text.missing(measurement);
        return text.lines.all();
    }

    /// What is known of one that has no result.
    static List<String> ofProblem(JsonNode problem) {
        var text = new MeasurementText();
        text.lines.steps(problem.path("steps"));
        text.missing(problem);
        return text.lines.all();
    }

    private void head(JsonNode measurement) {
        lines.field(
                "modem",
                measurement.path("mac").asText() + "  "
                        + measurement.path("modem").asText());
        lines.field(
                "agent",
                measurement.path("agent").asText() + ", CMTS "
                        + measurement.path("cmts").asText());
        lines.field("command", measurement.path("command").asText());
        String source = measurement.path("source").asText().equals("store")
                ? ", kept since; " + measurement.path("age_seconds").asLong() + " s old"
                : "";
        lines.field("measured", measurement.path("measured_at").asText() + source);
    }

    private void missing(JsonNode measurement) {
        for (JsonNode missing : measurement.path("missing")) {
            lines.field(
                    "missing",
                    missing.path("what").asText() + ": " + missing.path("code").asText() + ": "
                            + missing.path("detail").asText());
        }
    }

    private void channels(JsonNode measurement) {
        if (measurement.path("type").asText().equals("rxmer")) {
            lines.add(row(
                    "channel",
                    "ifIndex",
                    "MHz",
                    "subcarriers",
                    "excluded",
                    "mean",
                    "dev.",
                    "least",
                    "2 %",
                    "bears",
                    "the modem's own mean"));
        }
        for (JsonNode channel : measurement.path("channels")) {
            for (JsonNode file : channel.path("files")) {
                file(channel, file);
            }
        }
    }

    private void file(JsonNode channel, JsonNode file) {
        JsonNode decoded = file.path("decoded");
        if (decoded.isMissingNode()) {
            JsonNode problem = file.path("problem");
            lines.field(
                    "channel",
                    channel.path("channel_id").asText() + "  "
                            + problem.path("code").asText() + ": "
                            + problem.path("detail").asText());
        } else if (decoded.path("kind").asText().equals("rxmer")) {
            lines.add(rxMer(channel, decoded));
        } else {
            lines.field(
                    "channel",
                    channel.path("channel_id").asText() + "  "
                            + decoded.path("kind").asText() + "  "
                            + file.path("bytes").asText() + " bytes  "
                            + file.path("name").asText());
        }
    }

    private static String rxMer(JsonNode channel, JsonNode decoded) {
        JsonNode statistics = decoded.path("statistics_db_excluding_0xFF");
        JsonNode check = channel.path("mean_check");
        String told = check.isMissingNode()
                ? "not told"
                : db(check.path("told_db")) + (check.path("agree").asBoolean() ? ", agrees" : ", DIFFERS");
        return row(
                channel.path("channel_id").asText(),
                channel.path("if_index").asText(),
                mhz(decoded.path("first_subcarrier_frequency_hz")) + "-"
                        + mhz(decoded.path("last_subcarrier_frequency_hz")),
                decoded.path("number_of_values").asText(),
                decoded.path("excluded_count").asText(),
                db(statistics.path("mean")),
                db(statistics.path("std_population")),
                db(statistics.path("min")),
                db(decoded.path("mib_percentile_2").path("threshold_db")),
                modulation(decoded.path("capability").path("best").asText()),
                told);
    }

    /// `4096-QAM` of `qam_4096`.
    private static String modulation(String name) {
        return name.startsWith("qam_") ? name.substring("qam_".length()) + "-QAM" : name;
    }

    private static String db(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.2f", value.asDouble()) : "-";
    }

    private static String mhz(JsonNode hertz) {
        return String.format(Locale.ROOT, "%.3f", hertz.asDouble() / 1e6);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-8s %-8s %-20s %-12s %-9s %-7s %-7s %-7s %-7s %-12s %s", cells);
    }
}
