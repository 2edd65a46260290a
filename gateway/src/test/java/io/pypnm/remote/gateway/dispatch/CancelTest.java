package io.pypnm.remote.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pypnm.remote.contracts.address.Addresses;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.outcome.Outcome;
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
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.store.Store;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@GatewayTest
class CancelTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void queuedCommandIsTakenBackAtOnce(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        CommandId kept = gateway.submit(id, Commands.SET);
        CommandId cancelled = gateway.submit(id, Commands.SET);

        HttpReply reply = gateway.delete("/api/commands/" + cancelled);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("outcome").path("outcome").asText()).isEqualTo("cancelled");
        assertThat(gateway.queue(Addresses.commands(id, Lane.INTERACTIVE))
                        .path("depth")
                        .asInt())
                .isEqualTo(1);
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 8)) {
            assertThat(agent.next().id()).isEqualTo(kept);
            assertThat(agent.hearsNothing()).isTrue();
        }
    }

    @Test
    void agentThatHasTheCommandIsAskedAndTheTrueOutcomeCounts(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())
                .take(Lane.INTERACTIVE, 1)
                .listen()) {
            CommandId command = gateway.submit(agent.id(), Commands.SET);
            Delivered delivered = agent.next();

            HttpReply reply = gateway.delete("/api/commands/" + command);

            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.header("Location")).isEqualTo("/api/commands/" + command);
            assertThat(reply.body().path("cancel_requested").asBoolean()).isTrue();
            assertThat(reply.body().path("waiting").path("code").asText()).isEqualTo("CANCEL_REQUESTED");
            assertCancelOf(command, agent.nextFrame());
            agent.complete(delivered);
            JsonNode ended =
                    gateway.get("/api/commands/" + command, "Prefer", "wait=10").body();
            assertThat(ended.path("outcome").path("outcome").asText()).isEqualTo("completed");
            assertThat(ended.path("cancel_requested").asBoolean()).isTrue();
        }
    }

    private static void assertCancelOf(CommandId command, StompFrame frame) {
        assertThat(frame.command()).isEqualTo(StompCommand.MESSAGE);
        assertThat(frame.headers().first(StompHeaders.SUBSCRIPTION)).contains("control");
        assertThat(frame.headers().first(WireHeaders.CONTROL)).contains("cancel");
        assertThat(frame.headers().first(WireHeaders.CORRELATION_ID)).contains(command.toString());
    }

    @Test
    void callerMayWaitForWhatTheCancelComesTo(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())
                .take(Lane.INTERACTIVE, 1)
                .listen()) {
            CommandId command = gateway.submit(agent.id(), Commands.SET);
            Delivered delivered = agent.next();
            var reply = new CompletableFuture<HttpReply>();
            Thread.ofVirtual().start(() -> {
                try {
                    reply.complete(gateway.delete("/api/commands/" + command, "Prefer", "wait=20"));
                } catch (IOException | InterruptedException e) {
                    reply.completeExceptionally(e);
                }
            });
            assertCancelOf(command, agent.nextFrame());

            agent.answer(delivered, ProbeAgent.encode(command, new Outcome.Cancelled()));

            assertThat(reply.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            assertThat(reply.get().body().path("outcome").path("outcome").asText())
                    .isEqualTo("cancelled");
        }
    }

    @Test
    void endedCommandKeepsItsOutcome(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            CommandId command = gateway.submit(agent.id(), Commands.SET);
            agent.complete(agent.next());
            gateway.outcome(command);

            HttpReply reply = gateway.delete("/api/commands/" + command);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().path("outcome").path("outcome").asText()).isEqualTo("completed");
            assertThat(reply.body().path("cancel_requested").asBoolean()).isFalse();
        }
    }

    @Test
    void wishIsRepeatedToAnAgentThatWasAway(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        CommandId command;
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 1)) {
            command = gateway.submit(id, Commands.SET);
            agent.next();
        }
        gateway.awaitOnline(id, false);

        assertThat(gateway.delete("/api/commands/" + command).status()).isEqualTo(202);

        for (int connect = 0; connect < 2; connect++) {
            try (ProbeAgent again = ProbeAgent.connect(gateway, id, instance).listen()) {
                assertCancelOf(command, again.nextFrame());
            }
            gateway.awaitOnline(id, false);
        }
        // Once it is answered there is nothing to repeat.
        try (ProbeAgent again = ProbeAgent.connect(gateway, id, instance)) {
            again.send(command, "outcomes.test", ProbeAgent.encode(command, new Outcome.Cancelled()), "r");
            assertThat(again.nextFrame().command()).isEqualTo(StompCommand.RECEIPT);
            assertThat(gateway.outcome(command).path("outcome").asText()).isEqualTo("cancelled");
            again.listen();
            assertThat(again.hearsNothing()).isTrue();
        }
    }

    @Test
    void wishForACommandThatIsGivenBackComesBeforeOrAfterItButComes(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        CommandId command;
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 1)) {
            command = gateway.submit(id, Commands.SET);
            agent.next();
        }
        gateway.awaitOnline(id, false);
        gateway.delete("/api/commands/" + command);

        try (ProbeAgent again =
                ProbeAgent.connect(gateway, id, instance).listen().take(Lane.INTERACTIVE, 1)) {
            List<StompFrame> frames = List.of(again.nextFrame(), again.nextFrame());

            assertThat(frames)
                    .extracting(frame -> frame.headers().first(WireHeaders.CORRELATION_ID))
                    .containsOnly(Optional.of(command.toString()));
            assertThat(frames)
                    .extracting(frame -> frame.headers().first(StompHeaders.SUBSCRIPTION))
                    .containsExactlyInAnyOrder(Optional.of("control"), Optional.of("interactive"));
        }
    }

    @Test
    void cancelOfWhatIsNotThereIsNotFound(RunningGateway gateway) throws Exception {
        CommandId unknown = new CommandIds(Clock.systemUTC(), new SecureRandom()).next();

        assertThat(gateway.delete("/api/commands/" + unknown).status()).isEqualTo(404);
        assertThat(gateway.delete("/api/commands/nonsense").status()).isEqualTo(400);
    }

    @Test
    void cancelMayBeRepeated(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())
                .take(Lane.INTERACTIVE, 1)
                .listen()) {
            CommandId command = gateway.submit(agent.id(), Commands.SET);
            agent.next();

            for (int i = 0; i < 2; i++) {
                assertThat(gateway.delete("/api/commands/" + command).status()).isEqualTo(202);
                assertCancelOf(command, agent.nextFrame());
            }
        }
    }

    @Test
    void ofManyCancelsAndOneDeliveryEachCommandEndsOnce(RunningGateway gateway) throws Exception {
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1000);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Store store = gateway.store()) {
            List<CommandId> commands = new ArrayList<>();
            List<Future<HttpReply>> cancels = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                CommandId command = gateway.submit(agent.id(), Commands.SET);
                commands.add(command);
                cancels.add(threads.submit(() -> gateway.delete("/api/commands/" + command)));
            }
            Set<CommandId> cancelled = new HashSet<>();
            for (int i = 0; i < commands.size(); i++) {
                if (cancels.get(i).get().status() == 200) {
                    cancelled.add(commands.get(i));
                }
            }

            Set<CommandId> delivered = new HashSet<>();
            for (Optional<StompFrame> frame = agent.nextWithin(Duration.ofMillis(500));
                    frame.isPresent();
                    frame = agent.nextWithin(Duration.ofMillis(500))) {
                delivered.add(new Delivered(frame.get()).id());
            }
            Set<CommandId> both = new HashSet<>(delivered);
            both.retainAll(cancelled);
            assertThat(both).as("cancelled, and delivered all the same").isEmpty();
            assertThat(delivered.size() + cancelled.size()).isEqualTo(commands.size());
            assertThat(store.ledger().addsUp()).isTrue();
        }
    }
}
