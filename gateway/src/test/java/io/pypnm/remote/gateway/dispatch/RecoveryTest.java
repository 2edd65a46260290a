package io.pypnm.remote.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.Lease;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.messaging.CommandMessage;
import io.pypnm.remote.gateway.messaging.Messaging;
import io.pypnm.remote.gateway.store.Store;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a gateway makes of what an earlier one left behind.
class RecoveryTest {
    private static final MessageCodec CODEC = new MessageCodec();
    private static final CommandIds IDS = new CommandIds(Clock.systemUTC(), new SecureRandom());

    @TempDir
    Path data;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    /// A command that was accepted so long ago, as the ledger has it when the gateway died before the send.
    private static NewCommand accepted(AgentId agent, String json, Duration ago, Duration startBy) throws Exception {
        Command command = CODEC.decodeCommand(json.getBytes(StandardCharsets.UTF_8));
        Instant at = Clock.systemUTC().instant().minus(ago);
        boolean secret = json.contains("community");
        return new NewCommand(
                IDS.next(),
                agent,
                Lane.INTERACTIVE,
                command.kind().wireName(),
                command.kind().effect(),
                "127.0.0.1",
                CODEC.encodeRedacted(command),
                secret,
                at,
                at.plus(startBy),
                Duration.ofSeconds(30),
                "test",
                "",
                "",
                Lease.none(),
                new NewCommand.Idempotency.None());
    }

    private CommandId leave(NewCommand command) {
        try (Store store = Store.open(data.resolve("ledger.db"), Clock.systemUTC())) {
            store.ledger().accept(command);
            return command.id();
        }
    }

    @Test
    void acceptedCommandIsSentAndItsDeadlineIsTheOriginalOne() throws Exception {
        AgentId id = RunningGateway.agent(0);
        CommandId left = leave(accepted(id, Commands.SET, Duration.ofSeconds(20), Duration.ofSeconds(60)));

        try (var gateway = RunningGateway.start(data);
                ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 8)) {

            Delivered delivered = agent.next();
            assertThat(delivered.id()).isEqualTo(left);
            assertThat(Long.parseLong(delivered.header(WireHeaders.START_BY_MILLIS)))
                    .isBetween(1L, 40_000L);
            agent.complete(delivered);
            assertThat(gateway.outcome(left).path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void allThatWasAcceptedIsSentBeforeAnybodyIsLetIn() throws Exception {
        AgentId id = RunningGateway.agent(0);
        try (Store store = Store.open(data.resolve("ledger.db"), Clock.systemUTC())) {
            for (int i = 0; i < 70; i++) {
                store.ledger().accept(accepted(id, Commands.SET, Duration.ofSeconds(1), Duration.ofSeconds(600)));
            }
        }

        try (var gateway = RunningGateway.start(data)) {
            assertThat(gateway.queue(Addresses.commands(id, Lane.INTERACTIVE))
                            .path("depth")
                            .asInt())
                    .isEqualTo(70);
        }
    }

    @Test
    void acceptedCommandOfThePastExpiresAndOneWithACredentialIsRefused() throws Exception {
        AgentId id = RunningGateway.agent(0);
        CommandId late = leave(accepted(id, Commands.SET, Duration.ofSeconds(120), Duration.ofSeconds(60)));
        CommandId secret = leave(accepted(
                id,
                Commands.GET.replace("\"oids\"", "\"community\":\"canary-7f3a\",\"oids\""),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60)));

        try (var gateway = RunningGateway.start(data);
                ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 8)) {

            assertThat(gateway.outcome(late).path("outcome").asText()).isEqualTo("expired");
            assertThat(gateway.outcome(secret).path("outcome").asText()).isEqualTo("refused");
            assertThat(gateway.outcome(secret).path("code").asText()).isEqualTo("NOT_SENT");
            assertThat(agent.hearsNothing()).isTrue();
        }
    }

    @Test
    void commandThatIsSentTwiceIsDeliveredOnce() throws Exception {
        log.expect("AMQ222059: Duplicate message");
        AgentId id = RunningGateway.agent(0);
        // Older than a send can take, so the running gateway sends it again.
        NewCommand left = accepted(id, Commands.SET, Duration.ofSeconds(90), Duration.ofSeconds(600));
        try (var gateway = RunningGateway.start(data)) {
            gateway.submit(id, Commands.GET);
            try (Messaging broker = gateway.broker();
                    Session session = broker.automatic();
                    MessageProducer producer =
                            session.createProducer(session.createQueue(Addresses.commands(id, Lane.INTERACTIVE)));
                    Store store = gateway.store()) {
                byte[] body = left.redactedCommand();
                var message = new CommandMessage(
                        left.id(),
                        id,
                        Lane.INTERACTIVE,
                        left.effect(),
                        "outcomes.test",
                        "",
                        Checksum.sha256(body),
                        body);
                producer.send(message.to(session));
                store.ledger().accept(left);
                Awaitility.await()
                        .until(() -> !store.ledger()
                                .find(left.id())
                                .orElseThrow()
                                .state()
                                .equals(new CommandRow.State.Accepted()));
            }

            try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 8)) {
                agent.complete(agent.next());
                Delivered delivered = agent.next();
                assertThat(delivered.id()).isEqualTo(left.id());
                assertThat(agent.hearsNothing()).isTrue();
            }
        }
    }

    @Test
    void whatWasQueuedOrDeliveredComesAgainAfterARestart() throws Exception {
        AgentId id = RunningGateway.agent(0);
        InstanceId instance = ProbeAgent.newInstance();
        CommandId completed;
        CommandId unanswered;
        CommandId queued;
        CommandId cancelled;
        try (var gateway = RunningGateway.start(data)) {
            try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 1)) {
                completed = gateway.submit(id, Commands.SET);
                agent.complete(agent.next());
                gateway.outcome(completed);
                unanswered = gateway.submit(id, Commands.SET);
                queued = gateway.submit(id, Commands.SET);
                cancelled = gateway.submit(id, Commands.SET);
                assertThat(agent.next().id()).isEqualTo(unanswered);

                gateway.stop();

                assertThat(agent.awaitError()).isEqualTo("GOING_AWAY");
                assertThat(agent.probe().closeCode()).isEqualTo(1001);
            }
        }

        try (var gateway = RunningGateway.start(data)) {
            JsonNode open = gateway.command(queued);
            assertThat(open.path("waiting").path("code").asText()).isEqualTo("AGENT_OFFLINE");
            assertThat(open.path("waiting").path("detail").asText()).contains("not connected since");
            assertThat(gateway.delete("/api/commands/" + cancelled).status()).isEqualTo(202);
            try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 8)) {
                Delivered first = agent.next();
                assertThat(first.id()).isEqualTo(unanswered);
                assertThat(first.attempt()).isEqualTo(2);
                agent.complete(first);
                Delivered second = agent.next();
                assertThat(second.id()).isEqualTo(queued);
                assertThat(second.attempt()).isEqualTo(1);
                agent.complete(second);
                assertThat(gateway.outcome(cancelled).path("outcome").asText()).isEqualTo("cancelled");
                assertThat(agent.hearsNothing()).isTrue();
                assertThat(agent.epoch()).isEqualTo(2);
            }
            assertThat(gateway.outcome(completed).path("outcome").asText()).isEqualTo("completed");
            assertThat(gateway.metric("pypnm_commands_open")).isZero();
            assertThat(gateway.metric("pypnm_commands_accepted_total")).isEqualTo(4);
        }
    }

    @Test
    void callerWhoWaitsIsAnsweredWhenTheGatewayStops() throws Exception {
        AgentId id = RunningGateway.agent(0);
        var gateway = RunningGateway.start(data);
        CommandId command = gateway.submit(id, Commands.SET);
        var answered = new CompletableFuture<HttpReply>();
        Thread.ofVirtual().start(() -> {
            try {
                answered.complete(gateway.get("/api/commands/" + command, "Prefer", "wait=60"));
            } catch (IOException | InterruptedException e) {
                answered.completeExceptionally(e);
            }
        });
        Awaitility.await().until(() -> gateway.metric("pypnm_callers_waiting") == 1);
        long since = System.nanoTime();

        gateway.stop();

        assertThat(answered.get(20, TimeUnit.SECONDS).text("state")).isIn("accepted", "queued");
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(8));
        gateway.close();
    }
}
