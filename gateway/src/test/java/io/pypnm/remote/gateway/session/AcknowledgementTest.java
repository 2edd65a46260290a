package io.pypnm.remote.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class AcknowledgementTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void commandGoesToItsAgentAndItsOutcomeComesBack(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 8)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);

            Delivered delivered = agent.next();

            assertThat(delivered.id()).isEqualTo(command);
            assertThat(delivered.header(StompHeaders.DESTINATION))
                    .isEqualTo(Addresses.commands(agent.id(), Lane.INTERACTIVE));
            assertThat(delivered.header(WireHeaders.CONTRACT)).isEqualTo("1");
            assertThat(delivered.header(WireHeaders.EFFECT)).isEqualTo("read");
            assertThat(delivered.attempt()).isEqualTo(1);
            assertThat(Long.parseLong(delivered.header(WireHeaders.START_BY_MILLIS)))
                    .isBetween(50_000L, 60_000L);
            assertThat(delivered.header(WireHeaders.RUN_FOR_MILLIS)).isEqualTo("30000");
            assertThat(Checksum.matches(delivered.frame().body(), delivered.header(WireHeaders.SHA256)))
                    .isTrue();
            agent.complete(delivered);
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void receiptOfAnAckSaysThatTheCommandWillNotComeAgain(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 8)) {
            for (int i = 0; i < 10; i++) {
                gateway.submit(agent.id(), Commands.GET);
                agent.complete(agent.next());

                JsonNode queue = gateway.queue(Addresses.commands(agent.id(), Lane.INTERACTIVE));
                assertThat(queue.path("depth").asInt()).isZero();
                assertThat(queue.path("delivering").asInt()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "NACK"})
    void deliveryIsAcknowledgedOnce(String again, RunningGateway gateway) throws Exception {
        log.expect("nothing of that id");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            Delivered delivered = agent.next();
            agent.complete(delivered);

            agent.say(StompCommand.valueOf(again), StompHeaders.ID, delivered.ack());

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "99", "interactive-1", "*"})
    void ackOfNothingEndsTheConnection(String id, RunningGateway gateway) throws Exception {
        log.expect("nothing of that id");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {

            agent.say(StompCommand.ACK, StompHeaders.ID, id);

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
        }
    }

    @Test
    void ackOfAnotherAgentsDeliveryMeansNothing(RunningGateway gateway) throws Exception {
        log.expect("nothing of that id");
        try (ProbeAgent owner = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1);
                ProbeAgent thief =
                        ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            gateway.submit(owner.id(), Commands.GET);
            Delivered delivered = owner.next();

            thief.say(StompCommand.ACK, StompHeaders.ID, delivered.ack());

            assertThat(thief.awaitError()).isEqualTo("MALFORMED");
            owner.complete(delivered);
        }
    }

    @Test
    void outcomeWithoutAnAckIsEnoughAndTheCommandDoesNotComeAgain(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        CommandId command;
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {
            command = gateway.submit(id, Commands.GET);
            Delivered delivered = agent.next();
            agent.answer(delivered, ProbeAgent.completed(command));
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
        }
        gateway.awaitOnline(id, false);

        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {
            CommandId next = gateway.submit(id, Commands.GET);

            assertThat(agent.next().id()).isEqualTo(next);
        }
    }

    @Test
    void ackWithoutAnOutcomeLeavesTheCommandOpen(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.SET);
            Delivered delivered = agent.next();

            agent.acknowledge(delivered);

            JsonNode open = gateway.command(command);
            assertThat(open.path("state").asText()).isEqualTo("delivered");
            assertThat(open.path("waiting").path("code").asText()).isEqualTo("AGENT_BACK");
            agent.answer(delivered, ProbeAgent.completed(command));
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void outcomeSentTwiceCountsOnce(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1);
                Store store = gateway.store()) {
            CommandId command = gateway.submit(agent.id(), Commands.SET);
            Delivered delivered = agent.next();
            double repeated = gateway.metric("pypnm_outcomes_total{settlement=\"repeated\"}");
            byte[] body = ProbeAgent.completed(command);

            agent.answer(delivered, body);
            agent.answer(delivered, body);

            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
            Awaitility.await()
                    .until(() -> gateway.metric("pypnm_outcomes_total{settlement=\"repeated\"}") == repeated + 1);
            assertThat(store.ledger().late(command)).isEmpty();
            assertThat(store.ledger().addsUp()).isTrue();
        }
    }

    @Test
    void firstOutcomeWinsAndAnotherIsKeptBesideIt(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1);
                Store store = gateway.store()) {
            CommandId command = gateway.submit(agent.id(), Commands.SET);
            Delivered delivered = agent.next();
            agent.answer(delivered, ProbeAgent.completed(command));

            agent.answer(delivered, ProbeAgent.encode(command, new Outcome.Unknown("on second thoughts")));

            Awaitility.await().until(() -> store.ledger().late(command).size() == 1);
            assertThat(store.ledger().late(command).getFirst().kind()).isEqualTo(OutcomeKind.UNKNOWN);
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void outcomesOfOneConnectionAreEachReceiptedThoughManyComeAtOnce(RunningGateway gateway) throws Exception {
        int count = 60;
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, count)) {
            List<CommandId> commands = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                commands.add(gateway.submit(agent.id(), Commands.GET));
            }
            for (int i = 0; i < count; i++) {
                agent.next();
            }

            for (CommandId command : commands) {
                agent.send(command, "outcomes.test", ProbeAgent.completed(command), command.toString());
            }

            Set<String> receipts = new HashSet<>();
            for (int i = 0; i < count; i++) {
                receipts.add(agent.nextFrame()
                        .headers()
                        .first(StompHeaders.RECEIPT_ID)
                        .orElseThrow());
            }
            assertThat(receipts)
                    .containsExactlyInAnyOrderElementsOf(
                            commands.stream().map(CommandId::toString).toList());
        }
    }

    @Test
    void outcomeThatCannotBeReadEndsAReadAsFailedAndASetAsUnknown(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 2)) {
            CommandId read = gateway.submit(agent.id(), Commands.GET);
            CommandId set = gateway.submit(agent.id(), Commands.SET);

            agent.answer(agent.next(), "{\"outcome\":\"splendid\"}".getBytes(StandardCharsets.UTF_8));
            agent.answer(agent.next(), new byte[] {(byte) 0xff, 0});

            assertThat(gateway.outcome(read).path("outcome").asText()).isEqualTo("failed");
            assertThat(gateway.outcome(read).path("code").asText()).isEqualTo("INTERNAL");
            assertThat(gateway.outcome(set).path("outcome").asText()).isEqualTo("unknown");
            assertThat(gateway.outcome(set).path("detail").asText()).contains("cannot be read");
        }
    }

    @Test
    void outcomeThatNamesAnotherCommandIsNoneOfThatCommand(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 2)) {
            CommandId first = gateway.submit(agent.id(), Commands.GET);
            CommandId second = gateway.submit(agent.id(), Commands.GET);

            agent.answer(agent.next(), ProbeAgent.completed(second));

            assertThat(gateway.outcome(first).path("outcome").asText()).isEqualTo("failed");
            assertThat(gateway.command(second).path("state").asText()).isNotEqualTo("ended");
        }
    }

    @Test
    void outcomeDamagedOnItsWayIsRefusedSoThatItIsSentAgain(RunningGateway gateway) throws Exception {
        log.expect("does not match its sha256");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            agent.next();

            agent.probe()
                    .send(new StompFrame(
                            StompCommand.SEND,
                            StompHeaders.of(
                                    StompHeaders.DESTINATION,
                                    "outcomes.test",
                                    WireHeaders.CORRELATION_ID,
                                    command.toString(),
                                    WireHeaders.SHA256,
                                    Checksum.sha256(new byte[] {1})),
                            ProbeAgent.completed(command)));

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
            assertThat(gateway.command(command).path("state").asText()).isNotEqualTo("ended");
        }
    }

    @Test
    void outcomeOfACommandTheLedgerHasForgottenIsReceiptedSoThatTheAgentMayForgetIt(RunningGateway gateway)
            throws Exception {
        log.expect("in no ledger");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {
            CommandId forgotten = new CommandIds(Clock.systemUTC(), new SecureRandom()).next();

            agent.send(forgotten, "outcomes.test", ProbeAgent.completed(forgotten), "r");

            assertThat(agent.nextFrame().headers().first(StompHeaders.RECEIPT_ID))
                    .contains("r");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "not-an-id", "01a207f5-619c-7bc3-a234-31d7796e92fA"})
    void outcomeOfNoCommandIsRefused(String id, RunningGateway gateway) throws Exception {
        log.expect("correlation-id");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {

            agent.say(StompCommand.SEND, StompHeaders.DESTINATION, "outcomes.test", WireHeaders.CORRELATION_ID, id);

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
        }
    }

    @Test
    void setThatWasNeverGivenToAnInstanceIsNotAnsweredByIt(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        CommandId command = gateway.submit(id, Commands.SET);
        double notYours = gateway.metric("pypnm_outcomes_total{settlement=\"not_yours\"}");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id)) {

            agent.send(command, "outcomes.test", ProbeAgent.completed(command), "r");

            assertThat(agent.nextFrame().command()).isEqualTo(StompCommand.RECEIPT);
            Awaitility.await()
                    .until(() -> gateway.metric("pypnm_outcomes_total{settlement=\"not_yours\"}") == notYours + 1);
            assertThat(gateway.command(command).path("state").asText()).isNotEqualTo("ended");
        }
    }
}
