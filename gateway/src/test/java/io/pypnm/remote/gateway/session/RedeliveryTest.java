package io.pypnm.remote.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@GatewayTest
class RedeliveryTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void readComesAgainTwiceAndThenItsAgentIsLost(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        CommandId command = gateway.submit(id, Commands.GET);
        CommandId follower = gateway.submit(id, Commands.GET);
        for (int attempt = 1; attempt <= 3; attempt++) {
            try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {
                Delivered delivered = agent.next();
                assertThat(delivered.id()).isEqualTo(command);
                assertThat(delivered.attempt()).isEqualTo(attempt);
                awaitAttempts(gateway, command, attempt);
            }
            gateway.awaitOnline(id, false);
        }

        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {

            // The poison is out of the way, and what was behind it is served.
            Delivered next = agent.next();
            assertThat(next.id()).isEqualTo(follower);
            agent.complete(next);
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("failed");
            assertThat(gateway.outcome(command).path("code").asText()).isEqualTo("AGENT_LOST");
        }
    }

    /// The note of a read's delivery may lag by 50 ms.
    private static void awaitAttempts(RunningGateway gateway, CommandId command, int attempts) {
        Awaitility.await().until(() -> gateway.command(command).path("attempts").asInt() == attempts);
    }

    @Test
    void readMayGoToAnotherInstance(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        CommandId command = gateway.submit(id, Commands.GET);
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {
            agent.next();
        }
        gateway.awaitOnline(id, false);

        try (ProbeAgent other = ProbeAgent.connectForeign(gateway, id).take(Lane.INTERACTIVE, 1)) {
            other.complete(other.next());
        }
        assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
    }

    @Test
    void setComesAgainOnlyToTheJournalThatHadIt(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        CommandId command = gateway.submit(id, Commands.SET);
        for (int attempt = 1; attempt <= 5; attempt++) {
            try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 1)) {
                Delivered delivered = agent.next();
                assertThat(delivered.id()).isEqualTo(command);
                assertThat(delivered.attempt()).isEqualTo(attempt);
            }
            gateway.awaitOnline(id, false);
        }

        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 1)) {
            agent.complete(agent.next());
        }
        assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
    }

    enum SecondPeer {
        OTHER_INSTANCE,
        SAME_INSTANCE_WITHOUT_JOURNAL,
        FOREIGN_CLIENT;

        ProbeAgent connect(RunningGateway gateway, AgentId id, InstanceId first) throws Exception {
            return switch (this) {
                case OTHER_INSTANCE -> ProbeAgent.connect(gateway, id);
                case SAME_INSTANCE_WITHOUT_JOURNAL ->
                    ProbeAgent.connectWith(gateway, id, WireHeaders.INSTANCE, first.toString());
                case FOREIGN_CLIENT -> ProbeAgent.connectForeign(gateway, id);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void setThatWasGivenToAJournalNeverReachesAnotherPeer(SecondPeer second, RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        CommandId command = gateway.submit(id, Commands.SET);
        CommandId follower = gateway.submit(id, Commands.SET);
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 1)) {
            assertThat(agent.next().id()).isEqualTo(command);
        }
        gateway.awaitOnline(id, false);

        try (ProbeAgent other = second.connect(gateway, id, instance).take(Lane.INTERACTIVE, 1)) {

            assertThat(other.next().id()).isEqualTo(follower);
            JsonNode outcome = gateway.outcome(command);
            assertThat(outcome.path("outcome").asText()).isEqualTo("unknown");
            assertThat(outcome.path("detail").asText()).contains(instance.toString());
        }
    }

    @Test
    void setThatWasGivenToAPeerWithoutJournalIsNotGivenToItAgain(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        CommandId command = gateway.submit(id, Commands.SET);
        try (ProbeAgent agent = ProbeAgent.connectForeign(gateway, id).take(Lane.INTERACTIVE, 1)) {
            agent.next();
        }
        gateway.awaitOnline(id, false);

        try (ProbeAgent again = ProbeAgent.connectForeign(gateway, id).take(Lane.INTERACTIVE, 1)) {

            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("unknown");
            assertThat(again.hearsNothing()).isTrue();
        }
    }

    /// A link that flaps must cost commands nothing that their agent never looked at.
    @Test
    void commandsThatWaitedAtAnAgentSurviveAFlappingLink(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        List<CommandId> commands = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            commands.add(gateway.submit(id, i % 2 == 0 ? Commands.SET : Commands.GET));
        }
        for (int flap = 0; flap < 2; flap++) {
            try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 8)) {
                agent.next();
            }
            gateway.awaitOnline(id, false);
        }

        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 8)) {
            for (CommandId command : commands) {
                Delivered delivered = agent.next();
                assertThat(delivered.id()).isEqualTo(command);
                agent.complete(delivered);
            }
        }
        assertThat(gateway.queue(Addresses.DEAD).path("depth").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"GET, refused, NACKED", "SET, unknown, ''"})
    void nackIsBelievedOnlyWhereItDoesNotMatter(String command, String outcome, String code, RunningGateway gateway)
            throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId id = gateway.submit(agent.id(), command.equals("GET") ? Commands.GET : Commands.SET);

            agent.request(StompCommand.NACK, StompHeaders.ID, agent.next().ack());

            assertThat(gateway.outcome(id).path("outcome").asText()).isEqualTo(outcome);
            assertThat(gateway.outcome(id).path("code").asText()).isEqualTo(code);
            assertThat(gateway.queue(Addresses.commands(agent.id(), Lane.INTERACTIVE))
                            .path("depth")
                            .asInt())
                    .isZero();
            gateway.submit(agent.id(), Commands.GET);
            agent.complete(agent.next());
        }
    }

    @Test
    void outcomeOfAnEarlierConnectionCountsOnALaterOne(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        CommandId command = gateway.submit(id, Commands.SET);
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 1)) {
            agent.next();
        }
        gateway.awaitOnline(id, false);

        try (ProbeAgent again = ProbeAgent.connect(gateway, id, instance)) {
            // Before it subscribes, as our agent does with what it has no receipt of.
            again.send(command, "outcomes.test", ProbeAgent.completed(command), "r");

            assertThat(again.nextFrame().command()).isEqualTo(StompCommand.RECEIPT);
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
            again.take(Lane.INTERACTIVE, 1);
            assertThat(again.hearsNothing()).isTrue();
        }
    }
}
