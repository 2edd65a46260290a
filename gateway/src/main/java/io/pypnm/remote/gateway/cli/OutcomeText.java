package io.pypnm.remote.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A command and its outcome as lines for people: a head of names and values, then the answer as tools of its kind
/// print it. What the API says and this class does not know is shown as it is, not left out.
final class OutcomeText {
    private final TextLines lines = new TextLines();

    private OutcomeText() {}

    static List<String> lines(JsonNode command) {
        var text = new OutcomeText();
        text.head(command);
        JsonNode reply = command.path("outcome").path("reply");
        if (!reply.isMissingNode()) {
            text.reply(reply);
        }
        return text.lines.all();
    }

    private void head(JsonNode command) {
        JsonNode outcome = command.path("outcome");
        lines.field("command", command.path("id").asText());
        lines.field(
                "state", outcome.path("outcome").asText(command.path("state").asText()));
        if (command.has("waiting")) {
            lines.field("waiting", command.path("waiting").path("detail").asText());
        }
        if (outcome.has("code")) {
            lines.field(
                    "reason",
                    outcome.path("code").asText() + ": "
                            + outcome.path("detail").asText());
        }
        for (JsonNode missing : outcome.path("missing")) {
            lines.field(
                    "missing",
                    missing.path("what").asText() + ": "
                            + missing.path("detail").asText());
        }
    }

    private void reply(JsonNode reply) {
        switch (reply.path("type").asText()) {
            case "varbinds" -> varBinds(reply);
            case "trees" -> reply.path("trees").forEach(this::varBinds);
            case "pinged" -> lines.add(echoes(reply));
            case "swept" ->
                reply.path("targets")
                        .forEach(target -> lines.add(target.path("target_ip").asText() + "  " + echoes(target)));
            case "cli" -> dialogue(reply);
            case "file" -> lines.add(file(reply));
            case "files" -> reply.path("files").forEach(file -> lines.add(file(file)));
            case "captured" -> captured(reply);
            default -> reply.toPrettyString().lines().forEach(lines::add);
        }
    }

    private void varBinds(JsonNode reply) {
        for (JsonNode varBind : reply.path("varbinds")) {
            JsonNode value = varBind.has("value")
                    ? varBind.path("value")
                    : varBind.has("text") ? varBind.path("text") : varBind.path("hex");
            lines.add(
                    varBind.path("oid").asText() + " = " + varBind.path("type").asText() + " " + value.asText());
        }
    }

    private static String echoes(JsonNode target) {
        if (!target.path("reachable").asBoolean()) {
            return "no answer";
        }
        List<String> times = new ArrayList<>();
        for (JsonNode micros : target.path("round_trip_micros")) {
            times.add(String.format(Locale.ROOT, "%.3f", micros.asLong() / 1_000.0));
        }
        return String.join(" ", times) + " ms";
    }

    private void dialogue(JsonNode reply) {
        reply.path("lines").forEach(line -> lines.add(line.asText()));
        reply.path("error_lines").forEach(line -> lines.add("! " + line.asText()));
        if (reply.has("exit_status")) {
            lines.field("exit", reply.path("exit_status").asText());
        } else if (reply.has("signal")) {
            lines.field("signal", reply.path("signal").asText());
        }
    }

    private static String file(JsonNode file) {
        return String.format(
                Locale.ROOT,
                "%12d  %s  %s",
                file.path("size").asLong(),
                file.path("modified").asText(),
                file.path("filename").asText());
    }

    private void captured(JsonNode reply) {
        lines.steps(reply.path("steps"));
        for (JsonNode capture : reply.path("captures")) {
            lines.field(
                    "channel",
                    capture.path("channel_id").asText() + " (ifIndex "
                            + capture.path("if_index").asText() + ")  "
                            + capture.path("meas_status").asText());
            varBinds(capture.path("figures"));
            capture.path("files").forEach(file -> lines.add(file(file)));
        }
    }
}
