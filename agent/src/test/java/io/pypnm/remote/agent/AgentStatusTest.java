package io.pypnm.remote.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.AgentStatus.Fact;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentStatusTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path directory;

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        Path file = directory.resolve("status.json");
        var status = new AgentStatus(
                42, NOW, NOW.plusSeconds(5), Map.of(Fact.STATE, "waiting", Fact.LAST_ERROR, "\"a\\b\"\n\u0001 é"));

        status.write(file);

        assertThat(AgentStatus.read(file)).contains(status);
    }

    @Test
    void whatThePeerSaidCannotSteerTheTerminal() {
        var status = new AgentStatus(
                42, NOW, NOW, Map.of(Fact.LAST_ERROR, "no\nstate: connected \u001b[2J\u009b é", Fact.STATE, "waiting"));

        assertThat(status.lines(NOW.plusSeconds(61)))
                .containsExactly(
                        "pid: 42",
                        "uptime: PT1M1S",
                        "state: waiting",
                        "last_error: no?state: connected ?[2J? é",
                        "warning: this was written 61 s ago; the agent may hang");
    }
}
