package io.pypnm.remote.agent;

import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.config.Configuration;
import io.pypnm.remote.contracts.config.ConfigurationException;
import io.pypnm.remote.contracts.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the running agent says of itself in `status.json`, for `status` and for monitoring.
///
/// @param pid       of the process
/// @param startedAt of the process, as the system tells it: with the pid it names one process for ever
/// @param writtenAt renewed every [#PERIOD]
/// @param facts     for people
record AgentStatus(long pid, Instant startedAt, Instant writtenAt, Map<Fact, String> facts) {
    static final Duration PERIOD = Duration.ofSeconds(5);

    /// What it says, in the order it is shown.
    enum Fact {
        VERSION("version"),
        AGENT_ID("agent_id"),
        INSTANCE("instance"),
        GATEWAY("gateway"),
        STATE("state"),
        SINCE("since"),
        LAST_ERROR("last_error"),
        TUNNELS("tunnels"),
        OUTBOX("outbox"),
        INTERACTIVE("interactive"),
        BULK("bulk"),
        LONG("long"),
        WAITING_FOR_TARGETS("waiting_for_targets");

        private final String key;

        Fact(String key) {
            this.key = key;
        }

        static Fact of(Lane lane) {
            return switch (lane) {
                case INTERACTIVE -> INTERACTIVE;
                case BULK -> BULK;
                case LONG -> LONG;
            };
        }
    }

    AgentStatus {
        Map<Fact, String> ordered = new EnumMap<>(Fact.class);
        ordered.putAll(facts);
        facts = Collections.unmodifiableMap(ordered);
    }

    static AgentStatus ofThisProcess(Instant now, Map<Fact, String> facts) {
        ProcessHandle process = ProcessHandle.current();
        return new AgentStatus(process.pid(), startOf(process).orElse(Instant.EPOCH), now, facts);
    }

    /// Whether the process that wrote this is still there: another one may have its pid by now.
    boolean isRunning() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(AgentStatus::startOf)
                .filter(startedAt::equals)
                .isPresent();
    }

    private static Optional<Instant> startOf(ProcessHandle process) {
        return process.info().startInstant().map(it -> it.truncatedTo(ChronoUnit.MILLIS));
    }

    /// For people.
    List<String> lines(Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add("pid: " + pid);
        lines.add("uptime: " + Duration.between(startedAt, now).truncatedTo(ChronoUnit.SECONDS));
        facts.forEach((fact, value) -> lines.add(fact.key + ": " + printable(value)));
        Duration age = Duration.between(writtenAt, now);
        if (age.compareTo(PERIOD.multipliedBy(3)) > 0) {
            lines.add("warning: this was written " + age.toSeconds() + " s ago; the agent may hang");
        }
        return lines;
    }

    /// The last error holds what a peer said, and the reader sits at a terminal.
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Replaces the file at once: a reader sees the old or the new one.
    void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, json());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String json() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("pid", Long.toString(pid));
        members.put("process_started", startedAt.toString());
        members.put("written", writtenAt.toString());
        facts.forEach((fact, value) -> members.put(fact.key, value));
        return members.entrySet().stream()
                .map(member -> "  " + quoted(member.getKey()) + ": " + quoted(member.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    /// RFC 8259 section 7.
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return json.append('"').toString();
    }

    /// What the file says; empty if there is none that can be read.
    static Optional<AgentStatus> read(Path file) {
        try {
            return Optional.of(Configuration.load(file, Map.of()).read(AgentStatus::from));
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    private static AgentStatus from(Settings settings) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        settings.allowForeignKeys();
        for (Fact fact : Fact.values()) {
            settings.key(fact.key).text().optional().ifPresent(value -> facts.put(fact, value));
        }
        return new AgentStatus(
                settings.key("pid").as(Long::valueOf).required(0L),
                settings.key("process_started").as(Instant::parse).required(Instant.EPOCH),
                settings.key("written").as(Instant::parse).required(Instant.EPOCH),
                facts);
    }
}
