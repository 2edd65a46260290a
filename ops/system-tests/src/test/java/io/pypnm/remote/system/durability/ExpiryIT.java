package io.pypnm.remote.system.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.CommandView;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.plant.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is not started in time is never started.
final class ExpiryIT {
    private static final AgentId AGENT = new AgentId("jump-1");
    private static final int SOON = 2;
    private static final int LATE_VALUE = 1_001;
    private static final int VALUE = 1_002;

    @RegisterExtension
    final Plant plant = new Plant();

    private Lab lab;
    private Gateway gateway;
    private Agent agent;

    @BeforeEach
    void start() throws Exception {
        lab = plant.lab("--modems", "1");
        gateway = plant.gateway().start();
        agent = plant.agent(gateway, AGENT.value());
    }

    @Test
    void setExpiresWhileItsAgentIsAwayAndIsNotRunWhenItComes() throws Exception {
        try (Recorder recorder = Recorder.open(gateway, plant.folder())) {
            CommandId late = recorder.submit(set("late", LATE_VALUE).startBy(SOON));
            CommandView end = recorder.awaitEnd(late);
            agent.start();
            gateway.awaitOnline(AGENT);

            requireExpired(recorder, late, end);
            assertThat(end.outcome().path("where").asText()).isEqualTo("QUEUE");
        }
    }

    /// The command is in the agent's hands, or on the way there, when the agent stops to run for longer than it has.
    @Test
    void setExpiresInAnAgentThatStoodStill() throws Exception {
        agent.start();
        gateway.awaitOnline(AGENT);
        try (Recorder recorder = Recorder.open(gateway, plant.folder())) {
            agent.program().signal("STOP");
            CommandId late = recorder.submit(set("late", LATE_VALUE).startBy(SOON));
            Instant startBy = gateway.api().find(late, 0).orElseThrow().startBy();
            await("its start-by")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Instant.now().isAfter(startBy));
            agent.program().signal("CONT");

            requireExpired(recorder, late, recorder.awaitEnd(late));
        }
    }

    /// A later command of the same lane has run: the late one would have run before it.
    private void requireExpired(Recorder recorder, CommandId late, CommandView end) throws Exception {
        CommandId next = recorder.submit(set("next", VALUE));

        assertThat(recorder.awaitEnd(next).kind()).isEqualTo(OutcomeKind.COMPLETED);
        assertThat(end.kind()).as(end.toString()).isEqualTo(OutcomeKind.EXPIRED);
        assertThat(lab.setsOf(LATE_VALUE)).isZero();
        recorder.judge(List.of(late, next), lab.setLog());
    }

    private Request set(String name, int value) {
        return Request.set(name, AGENT, lab.modem(0), lab.port(), 1, value);
    }
}
