package io.pypnm.remote.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `queues`: what waits where, for people, programs and Nagios.
///
/// | exit code | means (Nagios plugin guidelines)              |
/// |-----------|-----------------------------------------------|
/// | 0         | OK                                            |
/// | 1         | WARNING: a queue is deeper than `--warn`      |
/// | 2         | CRITICAL: a queue is deeper than `--crit`     |
/// | 3         | UNKNOWN: the gateway cannot be asked, or not so |
@Command(
        name = "queues",
        mixinStandardHelpOptions = true,
        description = "Shows the depth and age of the queues.",
        exitCodeOnInvalidInput = QueuesCommand.UNKNOWN,
        exitCodeOnExecutionException = QueuesCommand.UNKNOWN)
public final class QueuesCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int WARNING = 1;
    private static final int CRITICAL = 2;
    static final int UNKNOWN = 3;

    @Mixin
    private final ApiClient api = new ApiClient();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--agent", paramLabel = "ID", description = "Only the queues of this agent.")
    private String agent = "";

    @Option(names = "--json", description = "The API's answer as it is.")
    private boolean json;

    @Option(names = "--warn", paramLabel = "N", description = "Exit 1 if a queue has more than N messages.")
    private long warn = Long.MAX_VALUE;

    @Option(names = "--crit", paramLabel = "N", description = "Exit 2 if a queue has more than N messages.")
    private long crit = Long.MAX_VALUE;

    private record Row(String queue, long depth, long delivering, long consumers, double oldestSeconds, boolean exact) {
        static Row of(JsonNode node) {
            return new Row(
                    node.path("name").asText(),
                    node.path("depth").asLong(),
                    node.path("delivering").asLong(),
                    node.path("consumers").asLong(),
                    node.path("oldest_age_seconds").asDouble(),
                    node.path("depth_exact").asBoolean(true));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        ApiClient.Reply reply;
        try {
            reply = api.get("/api/queues");
        } catch (IOException e) {
            return unknown(String.valueOf(e.getMessage()));
        }
        if (!reply.isSuccess()) {
            return unknown(reply.problem());
        }
        List<Row> rows = rows(reply.body());
        if (json) {
            out().println(reply.body());
        } else if (isCheck()) {
            out().println(checkLine(rows));
        } else {
            table(rows);
        }
        out().flush();
        return verdict(deepest(rows));
    }

    private List<Row> rows(JsonNode body) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode node : body.path("queues")) {
            Row row = Row.of(node);
            if (agent.isEmpty()
                    || row.queue().contains("." + agent + ".")
                    || row.queue().endsWith("." + agent)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private boolean isCheck() {
        return warn != Long.MAX_VALUE || crit != Long.MAX_VALUE;
    }

    private int verdict(long deepest) {
        if (deepest > crit) {
            return CRITICAL;
        }
        return deepest > warn ? WARNING : OK;
    }

    private static long deepest(List<Row> rows) {
        return rows.stream().mapToLong(Row::depth).max().orElse(0);
    }

    /// One line with performance data, as Nagios wants it.
    private String checkLine(List<Row> rows) {
        long deepest = deepest(rows);
        double oldest = rows.stream().mapToDouble(Row::oldestSeconds).max().orElse(0);
        String word = switch (verdict(deepest)) {
            case OK -> "OK";
            case WARNING -> "WARNING";
            default -> "CRITICAL";
        };
        return String.format(
                Locale.ROOT,
                "QUEUES %s - deepest %d, oldest %.1f s | depth=%d;%s;%s oldest=%.1fs",
                word,
                deepest,
                oldest,
                deepest,
                limit(warn),
                limit(crit),
                oldest);
    }

    private static String limit(long value) {
        return value == Long.MAX_VALUE ? "" : Long.toString(value);
    }

    private void table(List<Row> rows) {
        int width = rows.stream().mapToInt(row -> row.queue().length()).max().orElse(5);
        String format = "%-" + Math.max(width, 5) + "s %8s %10s %9s %10s%n";
        out().printf(format, "QUEUE", "DEPTH", "DELIVERING", "CONSUMERS", "OLDEST");
        for (Row row : rows) {
            out().printf(
                            format,
                            row.queue(),
                            row.depth() + (row.exact() ? "" : "+"),
                            row.delivering(),
                            row.consumers(),
                            age(row));
        }
        if (rows.stream().anyMatch(row -> !row.exact())) {
            out().println("+ still being counted after a start: there are more");
        }
    }

    private static String age(Row row) {
        if (row.depth() == 0) {
            return "-";
        }
        Duration age = Duration.ofSeconds(Math.round(row.oldestSeconds()));
        if (age.toHours() > 0) {
            return age.toHours() + "h" + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }

    private int unknown(String why) {
        out().println("QUEUES UNKNOWN - " + why);
        out().flush();
        return UNKNOWN;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
