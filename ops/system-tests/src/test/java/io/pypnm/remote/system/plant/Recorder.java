package io.pypnm.remote.system.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.history.HistoryChecker;
import io.pypnm.remote.system.history.HistoryEvent;
import io.pypnm.remote.system.history.HistoryEvent.Accepted;
import io.pypnm.remote.system.history.HistoryEvent.Answered;
import io.pypnm.remote.system.history.HistoryEvent.Attempted;
import io.pypnm.remote.system.history.HistoryEvent.Counted;
import io.pypnm.remote.system.history.HistoryEvent.Drained;
import io.pypnm.remote.system.history.HistoryEvent.Killed;
import io.pypnm.remote.system.history.HistoryEvent.Open;
import io.pypnm.remote.system.history.HistoryEvent.Ready;
import io.pypnm.remote.system.history.HistoryWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A caller of the API that does not give up while the gateway is away, and writes down what it asked for and what it
/// was told. At the end it asks for every outcome, and has the history judged. Safe for use by many threads until then.
public final class Recorder implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofMillis(50);
    private static final int END_SECONDS = 30;

    private final Gateway gateway;
    private final Path file;
    private final HistoryWriter history;

    private Recorder(Gateway gateway, Path file, HistoryWriter history) {
        this.gateway = gateway;
        this.file = file;
        this.history = history;
    }

    /// Begins a history in this folder.
    public static Recorder open(Gateway gateway, Path folder) throws IOException {
        return open(gateway, folder, "history");
    }

    /// Begins one of several histories in this folder.
    public static Recorder open(Gateway gateway, Path folder, String name) throws IOException {
        Path file = folder.resolve(name + ".jsonl");
        return new Recorder(gateway, file, HistoryWriter.open(file));
    }

    /// Asks for a command until it is accepted.
    public CommandId submit(Request request) {
        write(new Attempted(
                Instant.now(), request.name(), request.agent(), request.effect(), request.device(), request.value()));
        CommandView accepted = await(request.name() + " is accepted")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(RETRY)
                .ignoreExceptionsMatching(Recorder::mayPass)
                .until(() -> attempt(request), CommandView.class::isInstance);
        write(new Accepted(Instant.now(), request.name(), accepted.id(), accepted.startBy(), accepted.runFor()));
        return accepted.id();
    }

    private CommandView attempt(Request request) throws IOException, InterruptedException {
        Api.Response response = gateway.api().submit(request.agent(), request.command(), request.name(), 0);
        return switch (response.status()) {
            case 200, 202 -> CommandView.of(response.json());
            case 503 -> throw new IOException("unavailable: " + response.text());
            default -> throw new AssertionError(request.name() + ": " + response.status() + " " + response.text());
        };
    }

    /// The gateway is away, or was killed while it answered.
    private static boolean mayPass(Throwable failure) {
        return failure instanceof IOException;
    }

    /// Waits until the command has ended.
    public CommandView awaitEnd(CommandId id) {
        return await(id + " ends")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(RETRY)
                .ignoreExceptionsMatching(Recorder::mayPass)
                .until(
                        () -> gateway.api().find(id, 10),
                        found -> found.isPresent() && found.get().hasEnded())
                .orElseThrow();
    }

    public void killed(String process) {
        write(new Killed(Instant.now(), process));
    }

    public void ready(String process) {
        write(new Ready(Instant.now(), process));
    }

    public void write(HistoryEvent event) {
        history.write(event);
    }

    /// Asks for the end of every command that the ledger has, and of these, and for its sums; then has everything
    /// judged.
    ///
    /// @param sets the lab's logs of SETs
    /// @return the report
    public String judge(List<CommandId> commands, Path... sets) throws IOException, InterruptedException {
        for (CommandId command : commands) {
            recordEnd(command);
        }
        Set<CommandId> known = new HashSet<>(commands);
        for (CommandView view : gateway.api().all()) {
            if (!known.contains(view.id())) {
                recordEnd(view.id());
            }
        }
        gateway.awaitDrained();
        for (JsonNode queue : gateway.api().queues()) {
            write(new Drained(
                    Instant.now(),
                    queue.path("name").asText(),
                    queue.path("depth").asLong(),
                    queue.path("delivering").asLong()));
        }
        recordSums();
        history.close();
        return report(sets);
    }

    private void recordEnd(CommandId id) throws IOException, InterruptedException {
        Optional<CommandView> found = gateway.api().find(id, END_SECONDS);
        if (found.isEmpty()) {
            return;
        }
        CommandView view = found.get();
        write(
                view.hasEnded()
                        ? new Answered(
                                Instant.now(),
                                id,
                                view.agent(),
                                CommandId.parse(view.outcome().path("command").asText(id.toString())),
                                view.kind(),
                                view.attempts(),
                                view.endedAt())
                        : new Open(Instant.now(), id));
    }

    private void recordSums() throws IOException, InterruptedException {
        Map<String, Double> metrics = gateway.api().metrics();
        Map<OutcomeKind, Long> ended = new EnumMap<>(OutcomeKind.class);
        for (OutcomeKind kind : OutcomeKind.values()) {
            ended.put(kind, count(metrics, "pypnm_commands_ended_total{outcome=\"" + kind.wireName() + "\"}"));
        }
        write(new Counted(
                Instant.now(),
                count(metrics, "pypnm_commands_accepted_total"),
                count(metrics, "pypnm_commands_open"),
                ended));
    }

    private static long count(Map<String, Double> metrics, String name) {
        Double value = metrics.get(name);
        if (value == null) {
            throw new AssertionError("there is no metric " + name + " in " + metrics.keySet());
        }
        return value.longValue();
    }

    private String report(Path... sets) throws IOException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        String[] files = Stream.concat(Stream.of(file), Stream.of(sets))
                .map(Path::toString)
                .toArray(String[]::new);
        int exitCode = HistoryChecker.run(
                files,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        String report = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        Files.writeString(file.resolveSibling(file.getFileName() + ".report.txt"), report);
        assertThat(exitCode).as(report).isZero();
        return report;
    }

    @Override
    public void close() throws IOException {
        history.close();
    }
}
