package io.pypnm.remote.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@GatewayTest
class ExpiryTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void commandOfAnAgentThatStaysAwayExpiresAndIsNeverDelivered(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();

        HttpReply reply =
                gateway.post("/api/agents/" + id + "/commands", Commands.within(Commands.SET, 1), "Prefer", "wait=20");

        // The caller who waits is woken by the end, as by any other.
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("outcome").path("outcome").asText()).isEqualTo("expired");
        assertThat(reply.body().path("outcome").path("where").asText()).isEqualTo("QUEUE");
        assertThat(reply.body().path("attempts").asInt()).isZero();
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 8)) {
            assertThat(agent.hearsNothing()).isTrue();
        }
    }

    @Test
    void commandGivenBackAfterItsTimeStaysOpenForItsAgent(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        CommandId command;
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 1)) {
            command = gateway.submit(id, Commands.within(Commands.SET, 1));
            agent.next();
        }
        gateway.awaitOnline(id, false);
        String queue = Addresses.commands(id, Lane.INTERACTIVE);
        Awaitility.await().until(() -> gateway.queue(queue).path("depth").asInt() == 0);
        Awaitility.await()
                .until(() -> gateway.queue(Addresses.EXPIRED).path("depth").asInt() == 0);

        JsonNode open = gateway.command(command);
        assertThat(open.path("state").asText()).isEqualTo("delivered");
        assertThat(open.path("waiting").path("code").asText()).isEqualTo("AGENT_LOST");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance)) {
            agent.send(command, "outcomes.test", ProbeAgent.completed(command), "r");
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void commandThatIsDeliveredInTimeMayBeAnsweredAfterIt(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.getWithin(1));
            Delivered delivered = agent.next();
            assertThat(Long.parseLong(delivered.header(WireHeaders.START_BY_MILLIS)))
                    .isBetween(0L, 1000L);
            HttpReply waited = gateway.get("/api/commands/" + command, "Prefer", "wait=2");
            assertThat(waited.text("state")).isEqualTo("delivered");

            agent.complete(delivered);

            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void wholeBacklogThatExpiresEndsAtOnce(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        List<CommandId> commands = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            commands.add(gateway.submit(id, Commands.getWithin(3)));
        }

        for (CommandId command : commands) {
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("expired");
        }
    }
}
