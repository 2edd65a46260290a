package io.pypnm.remote.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.ledger.Ending;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.ledger.Sender;
import io.pypnm.remote.gateway.messaging.CommandMessage;
import io.pypnm.remote.gateway.messaging.DamagedMessageException;
import io.pypnm.remote.gateway.messaging.Messaging;
import io.pypnm.remote.gateway.messaging.OutcomeMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that are not what the gateway put into its queues: a disk changed them, or another program sent them.
@GatewayTest
class DamagedQueueTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    /// Changes a message and sends it.
    private interface Change {
        void to(Message message) throws JMSException;
    }

    private static void send(String address, Message message, Session session) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(address))) {
            producer.send(message);
        }
    }

    /// Takes the command out of its queue and puts a changed copy in its place.
    private static void damage(RunningGateway gateway, AgentId agent, CommandId command, Change change)
            throws JMSException, DamagedMessageException {
        String address = Addresses.commands(agent, Lane.INTERACTIVE);
        try (Messaging broker = gateway.broker();
                Session session = broker.individual();
                MessageConsumer consumer =
                        session.createConsumer(session.createQueue(address), "JMSCorrelationID = '" + command + "'")) {
            Message taken = consumer.receive(5000);
            CommandMessage original = CommandMessage.from(taken);
            taken.acknowledge();
            byte[] body = original.body().clone();
            body[body.length / 2] ^= 1;
            var damaged = new CommandMessage(
                    original.id(),
                    original.agent(),
                    original.lane(),
                    original.effect(),
                    original.replyTo(),
                    original.traceparent(),
                    original.sha256(),
                    body);
            Message message = damaged.to(session);
            // Else the broker would take it for the first one, sent again.
            message.setStringProperty("_AMQ_DUPL_ID", UUID.randomUUID().toString());
            change.to(message);
            send(address, message, session);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, failed, CORRUPT", "SET, unknown, ''"})
    void commandDamagedInItsQueueNeverReachesTheAgentAndEndsForWhatItIs(
            String command, String outcome, String code, RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        CommandId damaged = gateway.submit(id, command.equals("GET") ? Commands.GET : Commands.SET);
        damage(gateway, id, damaged, message -> {});
        CommandId whole = gateway.submit(id, Commands.GET);

        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {

            assertThat(agent.next().id()).isEqualTo(whole);
            assertThat(gateway.outcome(damaged).path("outcome").asText()).isEqualTo(outcome);
            assertThat(gateway.outcome(damaged).path("code").asText()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "lane", "effect"})
    void messageThatLacksAPropertyIsDroppedAndWhatIsBehindItServed(String property, RunningGateway gateway)
            throws Exception {
        log.expect("dropping a message");
        AgentId id = gateway.newAgent();
        CommandId damaged = gateway.submit(id, Commands.GET);
        damage(gateway, id, damaged, message -> message.setStringProperty(property, "?"));
        CommandId whole = gateway.submit(id, Commands.GET);

        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {

            assertThat(agent.next().id()).isEqualTo(whole);
            assertThat(gateway.command(damaged).path("state").asText()).isNotEqualTo("ended");
        }
    }

    @Test
    void messageOfNobodyIsDroppedAndWhatIsBehindItServed(RunningGateway gateway) throws Exception {
        log.expect("dropping a message");
        AgentId id = gateway.newAgent();
        gateway.submit(id, Commands.GET);
        String address = Addresses.commands(id, Lane.INTERACTIVE);
        try (Messaging broker = gateway.broker();
                Session session = broker.automatic()) {
            send(address, session.createTextMessage("hello"), session);
            send(address, session.createBytesMessage(), session);
        }
        CommandId whole = gateway.submit(id, Commands.GET);

        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {
            agent.complete(agent.next());

            assertThat(agent.next().id()).isEqualTo(whole);
        }
    }

    @Test
    void commandOfAnotherAgentInTheQueueIsNotDelivered(RunningGateway gateway) throws Exception {
        log.expect("is in no ledger");
        AgentId id = gateway.newAgent();
        AgentId other = gateway.newAgent();
        CommandId strayed = gateway.submit(other, Commands.SET);
        gateway.submit(id, Commands.GET);
        try (Messaging broker = gateway.broker();
                Session session = broker.individual();
                MessageConsumer consumer =
                        session.createConsumer(session.createQueue(Addresses.commands(other, Lane.INTERACTIVE)))) {
            Message message = consumer.receive(5000);
            send(Addresses.commands(id, Lane.INTERACTIVE), message, session);
            message.acknowledge();
        }
        CommandId whole = gateway.submit(id, Commands.GET);

        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1)) {
            agent.complete(agent.next());

            assertThat(agent.next().id()).isEqualTo(whole);
            assertThat(gateway.command(strayed).path("state").asText()).isNotEqualTo("ended");
        }
    }

    @Test
    void outcomeDamagedInItsQueueIsRecordedAsSuch(RunningGateway gateway) throws Exception {
        log.expect("damaged message");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            agent.next();
            double damaged = gateway.metric("pypnm_outcomes_damaged_total");
            byte[] body = ProbeAgent.completed(command);
            var sender = new Sender.Agent(agent.id(), ProbeAgent.newInstance(), agent.epoch());
            var promised = new OutcomeBody.Inline(body, Checksum.sha256(new byte[] {1}));

            try (Messaging broker = gateway.broker();
                    Session session = broker.automatic()) {
                var ending = new Ending(command, sender, OutcomeKind.COMPLETED, "", promised);
                send("outcomes.test", OutcomeMessage.write(session, ending, sender), session);
            }

            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("failed");
            assertThat(gateway.outcome(command).path("code").asText()).isEqualTo("CORRUPT");
            assertThat(gateway.metric("pypnm_outcomes_damaged_total")).isEqualTo(damaged + 1);
        }
    }

    @Test
    void rubbishAmongOutcomesHoldsNoneUp(RunningGateway gateway) throws Exception {
        log.expect("damaged message");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1);
                Messaging broker = gateway.broker();
                Session session = broker.automatic()) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            Delivered delivered = agent.next();
            for (String address : List.of("outcomes.test", Addresses.EXPIRED, Addresses.DEAD)) {
                log.expect("in " + address);
                send(address, session.createTextMessage("hello"), session);
                send(address, session.createBytesMessage(), session);
            }

            agent.complete(delivered);

            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
            for (String address : List.of("outcomes.test", Addresses.EXPIRED, Addresses.DEAD)) {
                Awaitility.await()
                        .until(() -> gateway.queue(address).path("depth").asInt() == 0);
            }
        }
    }
}
