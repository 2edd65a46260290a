package io.pypnm.remote.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames that a session cannot have, or not so: refused with a reason, before they do anything.
@GatewayTest
class RefusedFramesTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "COMMIT", "ABORT"})
    void transactionsAreRefused(String command, RunningGateway gateway) throws Exception {
        log.expect("FORBIDDEN");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {

            agent.say(StompCommand.valueOf(command), StompHeaders.TRANSACTION, "t1");

            assertThat(agent.awaitError()).isEqualTo("FORBIDDEN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "NACK", "SEND"})
    void frameWithinATransactionIsRefusedBeforeItDoesAnything(String frame, RunningGateway gateway) throws Exception {
        log.expect("FORBIDDEN");
        AgentId id = gateway.newAgent();
        CommandId command;
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {
            command = gateway.submit(id, Commands.GET);
            Delivered delivered = agent.next();

            agent.say(
                    StompCommand.valueOf(frame),
                    StompHeaders.ID,
                    delivered.ack(),
                    StompHeaders.DESTINATION,
                    "outcomes.test",
                    WireHeaders.CORRELATION_ID,
                    command.toString(),
                    StompHeaders.TRANSACTION,
                    "t1");

            assertThat(agent.awaitError()).isEqualTo("FORBIDDEN");
        }
        gateway.awaitOnline(id, false);
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {
            assertThat(agent.next().id()).isEqualTo(command);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "client", "", "client-Individual", "none"})
    void onlyIndividualAcknowledgementIsOfferedForCommands(String ack, RunningGateway gateway) throws Exception {
        log.expect("ack must be client-individual");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {
            gateway.submit(agent.id(), Commands.GET);

            agent.say(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.ID,
                    "0",
                    StompHeaders.DESTINATION,
                    "commands." + agent.id() + ".interactive",
                    StompHeaders.ACK,
                    ack);

            StompFrame first = agent.nextFrame();
            assertThat(first.command()).isEqualTo(StompCommand.ERROR);
            assertThat(first.headers().first(WireHeaders.CODE)).contains("MALFORMED");
            agent.probe().closeCode();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTED", "MESSAGE", "RECEIPT", "ERROR"})
    void frameOfAServerIsRefused(String command, RunningGateway gateway) throws Exception {
        log.expect("only a server sends");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {

            agent.say(StompCommand.valueOf(command));

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
        }
    }

    @Test
    void rubbishAfterLoginEndsTheConnectionWithAReason(RunningGateway gateway) throws Exception {
        log.expect("MALFORMED");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {

            agent.probe().sendText("GET / HTTP/1.1\r\n\r\n\0");

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
        }
    }

    @Test
    void frameOfOneMibIsTakenAndAnyLargerIsRefused(RunningGateway gateway) throws Exception {
        log.expect("TOO_LARGE");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            Delivered delivered = agent.next();
            byte[] outcome = ProbeAgent.completed(command);
            byte[] padded = Arrays.copyOf(outcome, (1 << 20) - 600);
            Arrays.fill(padded, outcome.length, padded.length, (byte) ' ');

            agent.answer(delivered, padded);
            agent.acknowledge(delivered);

            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
            // Refused for what it announces, before any of it is taken.
            agent.probe().sendText("SEND\ndestination:outcomes.test\ncontent-length:1048577\n\n");
            assertThat(agent.awaitError()).isEqualTo("TOO_LARGE");
        }
    }

    @Test
    void textOfAnAgentNeverBreaksAFrameOfOurs(RunningGateway gateway) throws Exception {
        String subscription = "a:b\\c\nd\re é";
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {
            String receipt = "r\n\n:" + new String(new char[] {'\u00e9'}) + "\\0";
            agent.say(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.ID,
                    subscription,
                    StompHeaders.DESTINATION,
                    "commands." + agent.id() + ".interactive",
                    StompHeaders.ACK,
                    "client-individual",
                    StompHeaders.RECEIPT,
                    receipt);
            assertThat(agent.nextFrame().headers().first(StompHeaders.RECEIPT_ID))
                    .contains(receipt);

            CommandId command = gateway.submit(agent.id(), Commands.GET);

            Delivered delivered = agent.next();
            assertThat(delivered.id()).isEqualTo(command);
            assertThat(delivered.header(StompHeaders.SUBSCRIPTION)).isEqualTo(subscription);
            assertThat(new String(delivered.frame().body(), StandardCharsets.UTF_8))
                    .contains("snmp_get");
            agent.complete(delivered);
        }
    }
}
