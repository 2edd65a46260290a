package io.pypnm.remote.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.store.Audit;
import io.pypnm.remote.gateway.store.Store;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An agent reads only its own queues and speaks only for itself, whatever it calls them.
@GatewayTest
class OwnQueuesOnlyTest {
    private static final AgentId ME = RunningGateway.agent(0);

    @RegisterExtension
    final LogWatch log = new LogWatch();

    /// `ME` and `OTHER` stand for two agents' ids.
    static Stream<String> addressesOfOthers() {
        return Stream.of(
                "commands.OTHER.interactive",
                "commands.OTHER.bulk",
                "control.OTHER",
                "outcomes.test",
                "commands.#",
                "commands.*.interactive",
                "commands.>",
                "commands.ME.*",
                "commands.ME.#",
                "#",
                "*",
                ">",
                "commands.ME.interactive::commands.OTHER.interactive",
                "commands.OTHER.interactive::commands.OTHER.interactive",
                "commands.ME.interactive::commands.ME.interactive",
                "COMMANDS.ME.interactive",
                "commands.ME.INTERACTIVE",
                "commands.ME.Interactive",
                "Commands.ME.interactive",
                "commands.ME.interactive ",
                " commands.ME.interactive",
                "commands.ME.interactive\t",
                "commands.ME.interactive\n",
                "commands.ME.interactive\r",
                "commands.ME.interactive.",
                ".commands.ME.interactive",
                "commands..ME.interactive",
                "commands.ME.interactive,commands.OTHER.interactive",
                "commands.ME.interactive;commands.OTHER.interactive",
                "commands.ME.interactive?consumer-window-size=1",
                "commands.ME%2Einteractive",
                "%63ommands.ME.interactive",
                "commands/ME/interactive",
                "/queue/commands.ME.interactive",
                "/topic/commands.ME.interactive",
                "queue://commands.ME.interactive",
                "//commands.ME.interactive",
                "./commands.ME.interactive",
                "commands.ME.interactive/../../commands.OTHER.interactive",
                "commands.ME.",
                "commands.ME",
                "commands.",
                "commands",
                "control.ME.",
                "control.ME.interactive",
                "control.ME::control.OTHER",
                "control.*",
                "control.#",
                "expired",
                "dead",
                "events",
                "sessions",
                "activemq.management",
                "activemq.notifications",
                "$sys.mqtt.sessions",
                "queue.commands.OTHER.interactive",
                "DLQ",
                "ExpiryQueue",
                "commands.ME.interactivе",
                "ｃommands.ME.interactive",
                "commands.ME.interactive' OR '1'='1",
                "x".repeat(4000));
    }

    @ParameterizedTest
    @MethodSource("addressesOfOthers")
    void subscribingToAnythingButTheAgentsOwnQueuesIsForbiddenAndAudited(String pattern, RunningGateway gateway)
            throws Exception {
        log.expect("FORBIDDEN");
        String destination = pattern.replace("ME", ME.value()).replace("OTHER", "agent-001");
        AgentId id = ME;
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id);
                Store store = gateway.store()) {
            long before = lastAudit(store);

            agent.say(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.ID,
                    "0",
                    StompHeaders.DESTINATION,
                    destination,
                    StompHeaders.ACK,
                    "client-individual");

            assertThat(agent.awaitError()).isEqualTo("FORBIDDEN");
            gateway.awaitOnline(id, false);
            awaitAudit(store, before, line -> {
                assertThat(line.who()).contains(id.value());
                assertThat(line.what()).contains("subscribe");
            });
        }
    }

    private static long lastAudit(Store store) {
        List<Audit.Entry> last = store.audit().list(Long.MAX_VALUE, 1);
        return last.isEmpty() ? 0 : last.getFirst().id();
    }

    private static List<Audit.Entry> audit(Store store, long after) {
        return store.audit().list(Long.MAX_VALUE, 20).stream()
                .filter(line -> line.id() > after)
                .toList();
    }

    /// Lines of audit may lag by 50 ms.
    private static void awaitAudit(Store store, long after, Consumer<Audit.Entry> line) {
        Awaitility.await().untilAsserted(() -> assertThat(audit(store, after)).anySatisfy(line));
    }

    @Test
    void headerThatIsRepeatedCountsByItsFirstValue(RunningGateway gateway) throws Exception {
        log.expect("FORBIDDEN");
        AgentId other = gateway.newAgent();
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {

            agent.say(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.ID,
                    "0",
                    StompHeaders.DESTINATION,
                    "commands." + other + ".interactive",
                    StompHeaders.DESTINATION,
                    "commands." + agent.id() + ".interactive",
                    StompHeaders.ACK,
                    "client-individual");

            assertThat(agent.awaitError()).isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void commandGoesToNoOtherAgent(RunningGateway gateway) throws Exception {
        AgentId mine = gateway.newAgent();
        try (ProbeAgent stranger = ProbeAgent.connect(gateway, gateway.newAgent())
                .take(Lane.INTERACTIVE, 8)
                .take(Lane.BULK, 8)
                .take(Lane.LONG, 8)
                .listen()) {
            CommandId command = gateway.submit(mine, Commands.GET);
            gateway.delete("/api/commands/" + command);

            assertThat(stranger.hearsNothing()).isTrue();
        }
    }

    @Test
    void selectorOfASubscriptionIsIgnored(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {
            agent.request(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.ID,
                    "0",
                    StompHeaders.DESTINATION,
                    "commands." + agent.id() + ".interactive",
                    StompHeaders.ACK,
                    "client-individual",
                    "selector",
                    "1=1) OR (agent <> 'x'");

            CommandId command = gateway.submit(agent.id(), Commands.GET);

            assertThat(agent.next().id()).isEqualTo(command);
        }
    }

    @Test
    void outcomeForAnotherAgentsCommandIsForbiddenAndAuditedAndChangesNothing(RunningGateway gateway) throws Exception {
        log.expect("FORBIDDEN");
        AgentId victim = gateway.newAgent();
        CommandId command = gateway.submit(victim, Commands.GET);
        try (ProbeAgent thief = ProbeAgent.connect(gateway, gateway.newAgent());
                Store store = gateway.store()) {
            long before = lastAudit(store);

            thief.send(command, "outcomes.test", ProbeAgent.completed(command), "r");

            assertThat(thief.awaitError()).isEqualTo("FORBIDDEN");
            assertThat(gateway.command(command).path("state").asText()).isNotEqualTo("ended");
            gateway.awaitOnline(thief.id(), false);
            awaitAudit(store, before, line -> {
                assertThat(line.who()).contains(thief.id().value());
                assertThat(line.detail()).contains(command.toString());
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commands.agent-001.interactive",
                "control.agent-001",
                "expired",
                "dead",
                "events",
                "activemq.management",
                "#",
                "outcomes.test::commands.agent-001.interactive",
                "outcomes.",
                "Outcomes.test",
                "/queue/outcomes.test"
            })
    void sendingAnywhereButToOutcomesIsForbiddenAndAudited(String destination, RunningGateway gateway)
            throws Exception {
        log.expect("FORBIDDEN");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1);
                Store store = gateway.store()) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            agent.next();
            long before = lastAudit(store);

            agent.send(command, destination, ProbeAgent.completed(command), "r");

            assertThat(agent.awaitError()).isEqualTo("FORBIDDEN");
            gateway.awaitOnline(agent.id(), false);
            awaitAudit(store, before, line -> assertThat(line.detail()).contains(destination));
            assertThat(gateway.command(command).path("state").asText()).isNotEqualTo("ended");
        }
    }

    @Test
    void outcomeGoesToItsCommandsGatewayWhicheverOneTheAgentNames(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            agent.next();

            agent.send(command, "outcomes.elsewhere", ProbeAgent.completed(command), "r");

            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void whatAnAgentSaysOfItselfInAnOutcomeIsIgnored(RunningGateway gateway) throws Exception {
        AgentId other = gateway.newAgent();
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1);
                Store store = gateway.store()) {
            CommandId command = gateway.submit(agent.id(), Commands.SET);
            Delivered delivered = agent.next();
            agent.complete(delivered);
            gateway.outcome(command);

            // A second, different outcome is kept with its sender: as the link knows it, not as it names itself.
            byte[] second = ProbeAgent.encode(command, new Outcome.Unknown("something else"));
            agent.probe()
                    .send(new StompFrame(
                            StompCommand.SEND,
                            StompHeaders.of(
                                    StompHeaders.DESTINATION,
                                    delivered.header(WireHeaders.REPLY_TO),
                                    WireHeaders.CORRELATION_ID,
                                    command.toString(),
                                    StompHeaders.RECEIPT,
                                    "r",
                                    "agent",
                                    other.value(),
                                    "instance",
                                    ProbeAgent.newInstance().toString(),
                                    "epoch",
                                    "999",
                                    "outcome",
                                    "completed",
                                    "JMSXUserID",
                                    other.value(),
                                    "_AMQ_DUPL_ID",
                                    "x",
                                    "reply-to",
                                    "commands." + other + ".interactive",
                                    "expires",
                                    "1"),
                            second));
            assertThat(agent.nextFrame().command()).isEqualTo(StompCommand.RECEIPT);

            Awaitility.await().until(() -> !store.ledger().late(command).isEmpty());
            var late = store.ledger().late(command).getFirst();
            assertThat(late.sender()).isInstanceOfSatisfying(Sender.Agent.class, sender -> {
                assertThat(sender.agent()).isEqualTo(agent.id());
                assertThat(sender.epoch()).isEqualTo(agent.epoch());
            });
            assertThat(late.kind()).isEqualTo(OutcomeKind.UNKNOWN);
        }
    }
}
