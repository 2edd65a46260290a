package io.pypnm.remote.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import io.pypnm.remote.gateway.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Commands whose agent never comes back, by a clock that runs ahead.
class ReconcileTest {
    @TempDir
    static Path data;

    /// Its own time is the system's, and a while more; never less than it was.
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    private static RunningGateway gateway;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @BeforeAll
    static void start() throws Exception {
        InstantSource clock = () -> Clock.systemUTC().instant().plus(AHEAD.get());
        gateway = RunningGateway.start(data, Setup.standard().with(clock).withGrace(Duration.ofHours(1)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void passes(Duration time) {
        AHEAD.updateAndGet(time::plus);
    }

    @Test
    void deliveredCommandIsGivenUpOnlyAfterTheGraceAndALateOutcomeIsKept() throws Exception {
        log.expect("is given up");
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        CommandId set = gateway.submit(id, Commands.within(Commands.SET, 60));
        CommandId read = gateway.submit(id, Commands.within(Commands.GET, 60));
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 8)) {
            agent.next();
            agent.next();
        }
        gateway.awaitOnline(id, false);

        passes(Duration.ofMinutes(60));
        HttpReply early = gateway.get("/api/commands/" + set, "Prefer", "wait=3");
        passes(Duration.ofMinutes(2));

        assertThat(early.text("state")).isEqualTo("delivered");
        assertThat(gateway.outcome(set).path("outcome").asText()).isEqualTo("unknown");
        assertThat(gateway.outcome(read).path("outcome").asText()).isEqualTo("failed");
        assertThat(gateway.outcome(read).path("code").asText()).isEqualTo("AGENT_LOST");
        try (ProbeAgent again = ProbeAgent.connect(gateway, id, instance);
                Store store = gateway.store()) {
            again.send(set, "outcomes.test", ProbeAgent.completed(set), "r");
            assertThat(again.nextFrame().command()).isEqualTo(StompCommand.RECEIPT);
            Awaitility.await().until(() -> store.ledger().late(set).size() == 1);
            assertThat(gateway.outcome(set).path("outcome").asText()).isEqualTo("unknown");
        }
    }

    @Test
    void commandThatNobodyEverSawExpires() throws Exception {
        log.expect("is given up");
        AgentId id = gateway.newAgent();
        CommandId command = gateway.submit(id, Commands.within(Commands.SET, 3600));

        passes(Duration.ofHours(3));

        assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("expired");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 8)) {
            assertThat(agent.hearsNothing()).isTrue();
        }
    }
}
