package io.pypnm.remote.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.CommandId;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class SubscriptionTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void agentHasExactlyAsManyCommandsAsItAskedFor(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {
            List<CommandId> commands = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                commands.add(gateway.submit(agent.id(), Commands.GET));
            }

            agent.take(Lane.INTERACTIVE, 3);

            List<Delivered> held = List.of(agent.next(), agent.next(), agent.next());
            assertThat(agent.hearsNothing()).isTrue();
            assertThat(held).extracting(Delivered::id).containsExactlyElementsOf(commands.subList(0, 3));
            agent.acknowledge(held.get(1));
            assertThat(agent.next().id()).isEqualTo(commands.get(3));
            assertThat(agent.hearsNothing()).isTrue();
        }
    }

    @Test
    void fullLaneHoldsUpNoOther(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())
                .take(Lane.BULK, 1)
                .take(Lane.INTERACTIVE, 1)) {
            String bulk = Commands.GET.replaceFirst("\\{", "{\"lane\":\"bulk\",");
            CommandId first = gateway.submit(agent.id(), bulk);
            gateway.submit(agent.id(), bulk);
            assertThat(agent.next().id()).isEqualTo(first);

            CommandId click = gateway.submit(agent.id(), Commands.GET);

            assertThat(agent.next().id()).isEqualTo(click);
            assertThat(agent.hearsNothing()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1025", "99999999999", "many", "", "1.5", " 1"})
    void prefetchOutOfBoundsIsRefused(String count, RunningGateway gateway) throws Exception {
        log.expect("prefetch-count");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {

            agent.say(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.ID,
                    "0",
                    StompHeaders.DESTINATION,
                    Addresses.commands(agent.id(), Lane.BULK),
                    StompHeaders.ACK,
                    "client-individual",
                    WireHeaders.PREFETCH_COUNT,
                    count);

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
        }
    }

    @Test
    void idOfASubscriptionStandsForOne(RunningGateway gateway) throws Exception {
        log.expect("subscription id is taken");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.BULK, 1)) {

            agent.say(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.ID,
                    "bulk",
                    StompHeaders.DESTINATION,
                    Addresses.commands(agent.id(), Lane.INTERACTIVE),
                    StompHeaders.ACK,
                    "client-individual");

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
        }
    }

    @Test
    void agentHasNoMoreSubscriptionsThanQueues(RunningGateway gateway) throws Exception {
        log.expect("too many");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())
                .take(Lane.BULK, 1)
                .take(Lane.INTERACTIVE, 1)
                .take(Lane.LONG, 1)
                .listen()) {

            agent.say(
                    StompCommand.SUBSCRIBE,
                    StompHeaders.ID,
                    "one-more",
                    StompHeaders.DESTINATION,
                    Addresses.commands(agent.id(), Lane.BULK),
                    StompHeaders.ACK,
                    "client-individual");

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
        }
    }

    @Test
    void unsubscribingFromNothingIsRefused(RunningGateway gateway) throws Exception {
        log.expect("no subscription of that id");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {

            agent.say(StompCommand.UNSUBSCRIBE, StompHeaders.ID, "bulk");

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
        }
    }

    @Test
    void unsubscribingGivesBackWhatIsNotAcknowledgedBeforeItsReceipt(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 4)) {
            for (int i = 0; i < 3; i++) {
                gateway.submit(agent.id(), Commands.GET);
            }
            List<Delivered> held = List.of(agent.next(), agent.next(), agent.next());
            agent.acknowledge(held.getFirst());

            agent.request(StompCommand.UNSUBSCRIBE, StompHeaders.ID, "interactive");

            JsonNode queue = gateway.queue(Addresses.commands(agent.id(), Lane.INTERACTIVE));
            assertThat(queue.path("depth").asInt()).isEqualTo(2);
            assertThat(queue.path("delivering").asInt()).isZero();
            assertThat(queue.path("consumers").asInt()).isZero();
            assertThat(gateway.agentInfo(agent.id()).path("in_flight").asInt()).isZero();
            agent.take(Lane.INTERACTIVE, 4);
            for (Delivered before : held.subList(1, 3)) {
                Delivered again = agent.next();
                assertThat(again.id()).isEqualTo(before.id());
                assertThat(again.ack()).isNotEqualTo(before.ack());
                agent.complete(again);
            }
        }
    }

    @Test
    void nothingComesAfterTheReceiptOfUnsubscribe(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 100)) {
            int commands = 30;
            Thread caller = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < commands; i++) {
                    try {
                        gateway.submit(agent.id(), Commands.GET);
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            agent.next();

            // Waits for the receipt, and keeps what comes before it.
            agent.request(StompCommand.UNSUBSCRIBE, StompHeaders.ID, "interactive");
            caller.join();

            assertThat(agent.probe().next(Duration.ofMillis(300))).isEmpty();
            JsonNode queue = gateway.queue(Addresses.commands(agent.id(), Lane.INTERACTIVE));
            assertThat(queue.path("depth").asInt()).isEqualTo(commands);
            assertThat(queue.path("delivering").asInt()).isZero();
        }
    }

    @Test
    void ackAfterUnsubscribeIsRefusedAndTakesNothing(RunningGateway gateway) throws Exception {
        log.expect("nothing of that id");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            gateway.submit(agent.id(), Commands.GET);
            Delivered delivered = agent.next();
            agent.request(StompCommand.UNSUBSCRIBE, StompHeaders.ID, "interactive");

            agent.say(StompCommand.ACK, StompHeaders.ID, delivered.ack());

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
            assertThat(gateway.queue(Addresses.commands(agent.id(), Lane.INTERACTIVE))
                            .path("depth")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void lateAckNeverMeansACommandOfALaterSubscription(RunningGateway gateway) throws Exception {
        log.expect("nothing of that id");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            String early = agent.next().ack();
            agent.request(StompCommand.UNSUBSCRIBE, StompHeaders.ID, "interactive");
            agent.take(Lane.INTERACTIVE, 1);
            assertThat(agent.next().id()).isEqualTo(command);

            agent.say(StompCommand.ACK, StompHeaders.ID, early);

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
            gateway.awaitOnline(agent.id(), false);
            assertThat(gateway.queue(Addresses.commands(agent.id(), Lane.INTERACTIVE))
                            .path("depth")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void ackBeforeUnsubscribeCountsThoughBothComeAtOnce(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            gateway.submit(agent.id(), Commands.GET);
            String ack = agent.next().ack();

            agent.probe().sendText("ACK\nid:" + ack + "\nreceipt:a\n\n\0UNSUBSCRIBE\nid:interactive\nreceipt:u\n\n\0");

            assertThat(agent.nextFrame().headers().first(StompHeaders.RECEIPT_ID))
                    .contains("a");
            assertThat(agent.nextFrame().headers().first(StompHeaders.RECEIPT_ID))
                    .contains("u");
            assertThat(gateway.queue(Addresses.commands(agent.id(), Lane.INTERACTIVE))
                            .path("depth")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void receiptOfDisconnectSaysThatAllBeforeItIsDone(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.GET);
            String ack = agent.next().ack();
            String outcome = new String(ProbeAgent.completed(command), StandardCharsets.UTF_8);

            agent.probe()
                    .sendText("SEND\ndestination:outcomes.test\ncorrelation-id:" + command + "\nreceipt:s\n\n" + outcome
                            + "\0ACK\nid:" + ack + "\nreceipt:a\n\n\0DISCONNECT\nreceipt:d\n\n\0");

            List<String> receipts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                receipts.add(agent.nextFrame()
                        .headers()
                        .first(StompHeaders.RECEIPT_ID)
                        .orElseThrow());
            }
            assertThat(receipts).containsExactlyInAnyOrder("s", "a", "d").last().isEqualTo("d");
            assertThat(agent.probe().closeCode()).isEqualTo(1000);
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("completed");
            gateway.awaitOnline(agent.id(), false);
            assertThat(gateway.queue(Addresses.commands(agent.id(), Lane.INTERACTIVE))
                            .path("depth")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void disconnectWithoutReceiptEndsTheConnectionInPeace(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {

            agent.say(StompCommand.DISCONNECT);

            assertThat(agent.probe().closeCode()).isEqualTo(1000);
            gateway.awaitOnline(agent.id(), false);
        }
    }
}
