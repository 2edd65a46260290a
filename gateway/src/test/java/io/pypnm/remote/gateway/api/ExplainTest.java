package io.pypnm.remote.gateway.api;

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
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every open command says why it waits.
@GatewayTest
class ExplainTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    private static void assertWaits(RunningGateway gateway, CommandId command, String code, String... details) {
        Awaitility.await().untilAsserted(() -> {
            JsonNode waiting = gateway.command(command).path("waiting");
            assertThat(waiting.path("code").asText()).isEqualTo(code);
            assertThat(waiting.path("detail").asText()).contains(details);
        });
    }

    @Test
    void commandFollowsItsWayThroughTheReasonsForWaiting(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        CommandId first = gateway.submit(id, Commands.SET);
        CommandId second = gateway.submit(id, Commands.SET);
        assertWaits(gateway, first, "AGENT_OFFLINE", id.value(), "never connected");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance)) {
            assertWaits(gateway, first, "LANE_NOT_TAKEN", "interactive");
            agent.take(Lane.INTERACTIVE, 1).next();
            assertWaits(gateway, first, "AT_AGENT", id.value());
            assertWaits(gateway, second, "IN_LANE", "interactive", "2 commands");
        }
        gateway.awaitOnline(id, false);
        assertWaits(gateway, first, "AGENT_LOST", id.value());
        assertWaits(gateway, second, "AGENT_OFFLINE", id.value(), "not connected since");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance)) {
            assertWaits(gateway, first, "AGENT_BACK", id.value());
            gateway.delete("/api/commands/" + first);
            assertWaits(gateway, first, "CANCEL_REQUESTED", id.value());
            agent.take(Lane.INTERACTIVE, 1);
            agent.complete(agent.next());
            assertThat(gateway.outcome(first).path("outcome").asText()).isEqualTo("completed");
            assertThat(gateway.command(first).has("waiting")).isFalse();
        }
    }

    @Test
    void commandThatIsNotTheFirstAtItsDeviceSaysWhichIs(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 3)) {
            CommandId first = gateway.submit(agent.id(), Commands.SET);
            CommandId elsewhere = gateway.submit(agent.id(), Commands.SET.replace("127.0.0.1", "127.0.0.7"));
            CommandId second = gateway.submit(agent.id(), Commands.SET);
            Delivered running = agent.next();
            agent.next();
            agent.next();

            assertWaits(gateway, second, "AT_AGENT", "command " + first + " is before it");
            for (CommandId alone : List.of(first, elsewhere)) {
                assertThat(gateway.command(alone).path("waiting").path("detail").asText())
                        .endsWith("waits for its device");
            }
            agent.complete(running);
            gateway.outcome(first);
            assertThat(gateway.command(second).path("waiting").path("detail").asText())
                    .endsWith("waits for its device");
        }
    }

    @Test
    void agentsAreListedWithWhatIsKnownOfThem(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        assertThat(gateway.agentInfo(id).path("online").asBoolean()).isFalse();
        assertThat(gateway.agentInfo(id).has("epoch")).isFalse();
        try (ProbeAgent agent = ProbeAgent.connectWith(
                        gateway,
                        id,
                        WireHeaders.INSTANCE,
                        instance.toString(),
                        WireHeaders.JOURNAL,
                        "true",
                        WireHeaders.AGENT_VERSION,
                        "1.2.3 \"q\"")
                .take(Lane.INTERACTIVE, 2)) {
            gateway.submit(id, Commands.GET);
            agent.next();

            JsonNode live = gateway.agentInfo(id);

            assertThat(live.path("online").asBoolean()).isTrue();
            assertThat(live.path("instance").asText()).isEqualTo(instance.toString());
            assertThat(live.path("epoch").asLong()).isEqualTo(agent.epoch());
            assertThat(live.path("journal").asBoolean()).isTrue();
            assertThat(live.path("version").asText()).isEqualTo("1.2.3 \"q\"");
            assertThat(live.path("in_flight").asInt()).isEqualTo(1);
            assertThat(live.path("source").asText()).isEqualTo("127.0.0.1");
            assertThat(gateway.get("/api/agents").body().path("agents").findValuesAsText("id"))
                    .contains(id.value());
        }
        gateway.awaitOnline(id, false);
        Awaitility.await().until(() -> gateway.agentInfo(id).has("last_seen_at"));
        assertThat(gateway.agentInfo(id).path("instance").asText()).isEqualTo(instance.toString());
    }

    @Test
    void queuesShowWhatWaitsAndForHowLong(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        String name = Addresses.commands(id, Lane.BULK);
        gateway.submit(id, Commands.GET.replaceFirst("\\{", "{\"lane\":\"bulk\","));
        gateway.submit(id, Commands.GET.replaceFirst("\\{", "{\"lane\":\"bulk\","));

        JsonNode waiting = gateway.queue(name);

        assertThat(waiting.path("depth").asInt()).isEqualTo(2);
        assertThat(waiting.path("consumers").asInt()).isZero();
        assertThat(waiting.path("full").asBoolean()).isFalse();
        assertThat(waiting.path("oldest_age_seconds").asDouble()).isBetween(0.0, 30.0);
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.BULK, 1)) {
            agent.next();
            assertThat(gateway.queue(name).path("delivering").asInt()).isEqualTo(1);
            assertThat(gateway.queue(name).path("consumers").asInt()).isEqualTo(1);
        }
    }
}
