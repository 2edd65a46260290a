package io.pypnm.remote.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.broker.DiskMarks;
import io.pypnm.remote.broker.QueueBounds;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.ProbeAgent.Delivered;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.HttpReply;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import io.pypnm.remote.gateway.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Full queues refuse before anything is accepted, or end what was.
class AdmissionTest {
    @TempDir
    static Path data;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void fullQueueRefusesItsAgentsCommandsOnlyAndOpensAsItIsWorkedOff() throws Exception {
        log.expect("AMQ22");
        var small = new QueueBounds(256 << 10, 64 << 10, 1 << 20, 256);
        try (var gateway = RunningGateway.start(data, Setup.standard().with(small))) {
            AgentId full = gateway.newAgent();
            AgentId other = gateway.newAgent();
            List<HttpReply> replies = fill(gateway, full);

            HttpReply refused = replies.stream()
                    .filter(reply -> reply.status() == 503)
                    .findFirst()
                    .orElseThrow();
            assertThat(refused.text("code")).isEqualTo("QUEUE_FULL");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            // Accepted, and refused by the queue itself: that is an outcome.
            assertThat(replies).filteredOn(reply -> reply.status() == 200).allSatisfy(reply -> {
                assertThat(reply.body().path("outcome").path("code").asText()).isEqualTo("BUSY");
                assertThat(reply.body().path("outcome").path("detail").asText()).contains("queue");
            });
            Set<String> accepted = replies.stream()
                    .filter(reply -> reply.status() == 202)
                    .map(reply -> reply.text("id"))
                    .collect(Collectors.toSet());
            assertThat(accepted).hasSizeGreaterThan(5);
            gateway.submit(other, Commands.GET);
            try (ProbeAgent agent = ProbeAgent.connect(gateway, full).take(Lane.INTERACTIVE, 64)) {
                Set<String> delivered = new HashSet<>();
                while (delivered.size() < accepted.size()) {
                    Delivered next = agent.next();
                    delivered.add(next.id().toString());
                    agent.complete(next);
                }
                assertThat(delivered).isEqualTo(accepted);
            }
            Awaitility.await()
                    .until(() -> gateway.post("/api/agents/" + full + "/commands", Commands.GET)
                                    .status()
                            == 202);
            try (Store store = gateway.store()) {
                assertThat(store.ledger().addsUp()).isTrue();
                CommandId first = new CommandId(new UUID(0x7000, Long.MIN_VALUE));
                Awaitility.await()
                        .until(() -> store.ledger().unqueued(first, 10).isEmpty());
            }
        }
    }

    @Test
    void fullDiskRefusesCommandsAndTakesOutcomesAndOpensAgainByItself(@TempDir Path mountPoint) throws Exception {
        var marks = new DiskMarks(90, 85, 16 << 20);
        try (TmpFs disk = TmpFs.mount(mountPoint, 160);
                var gateway = RunningGateway.start(
                        disk.path().resolve("data"), Setup.standard().with(marks));
                ProbeAgent agent =
                        ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 8)) {
            CommandId accepted = gateway.submit(agent.id(), Commands.GET);
            Delivered delivered = agent.next();
            String path = "/api/agents/" + agent.id() + "/commands";
            String keyed = gateway.post(path, Commands.SET, "Idempotency-Key", "before")
                    .text("id");

            disk.leaveFree(24 << 20);

            Awaitility.await().until(() -> gateway.post(path, Commands.GET).status() == 503);
            HttpReply refused = gateway.post(path, Commands.GET);
            assertThat(refused.text("code")).isEqualTo("DISK_FULL");
            assertThat(gateway.get("/health").status()).isEqualTo(200);
            assertThat(gateway.get("/health").raw().body()).contains("commands are refused");
            // A refusal would say that it was never accepted.
            assertThat(gateway.post(path, Commands.SET, "Idempotency-Key", "before")
                            .text("id"))
                    .isEqualTo(keyed);
            assertThat(gateway.post(path, Commands.GET, "Idempotency-Key", "before")
                            .status())
                    .isEqualTo(422);
            assertThat(gateway.post(path, Commands.GET, "Idempotency-Key", "new")
                            .status())
                    .isEqualTo(503);
            agent.complete(delivered);
            assertThat(gateway.outcome(accepted).path("outcome").asText()).isEqualTo("completed");

            disk.dropBallast();

            Awaitility.await().until(() -> gateway.post(path, Commands.GET).status() == 202);
        }
    }

    /// Sends commands from many callers until one after another is refused.
    private static List<HttpReply> fill(RunningGateway gateway, AgentId agent) throws Exception {
        List<HttpReply> replies = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(callers.submit(() -> {
                    HttpReply reply;
                    do {
                        reply = gateway.post("/api/agents/" + agent + "/commands", Commands.LARGE);
                        replies.add(reply);
                    } while (reply.status() != 503);
                    return reply;
                }));
            }
            for (Future<?> caller : all) {
                caller.get(60, TimeUnit.SECONDS);
            }
        }
        return replies;
    }
}
