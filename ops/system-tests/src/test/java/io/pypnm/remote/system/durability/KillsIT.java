package io.pypnm.remote.system.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.plant.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Commands flow, reads and SETs in turns, while gateway and agent are killed with -9, now the one and now the other.
/// Every command has one outcome all the same, and no SET runs twice.
///
/// Kills come by progress, not by time: so the commands are spread over all of them on a slow machine too. There are
/// more callers than devices, and fewer than commands between two kills: a kill finds commands that are run, commands
/// that wait in agent and queue, and some that are just accepted.
final class KillsIT {
    private static final AgentId AGENT = new AgentId("jump-1");
    private static final int COMMANDS = Integer.getInteger("kills.commands", 1_000);
    private static final int KILLS_OF_EACH = Integer.getInteger("kills.each", 10);
    private static final int CALLERS = 24;
    private static final int MODEMS = 8;

    /// Milliseconds: so a kill of the agent finds a command under way on most modems.
    private static final String SLOW = "SLOW:50";

    @RegisterExtension
    final Plant plant = new Plant();

    @Test
    void everyCommandHasOneOutcomeThoughGatewayAndAgentAreKilled() throws Exception {
        Lab lab = plant.lab("--modems", Integer.toString(MODEMS));
        Gateway gateway = plant.gateway().start();
        Agent agent = plant.agent(gateway, AGENT.value()).start();
        gateway.awaitOnline(AGENT);
        for (int modem = 0; modem < MODEMS; modem++) {
            lab.misbehave(lab.modem(modem), SLOW);
        }

        Queue<CommandId> accepted = new ConcurrentLinkedQueue<>();
        try (Recorder recorder = Recorder.open(gateway, plant.folder());
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            var next = new AtomicInteger();
            List<Future<?>> calls = IntStream.range(0, CALLERS)
                    .<Future<?>>mapToObj(_ -> callers.submit(() -> {
                        for (int n = next.getAndIncrement(); n < COMMANDS; n = next.getAndIncrement()) {
                            CommandId command = recorder.submit(request(n, lab));
                            accepted.add(command);
                            recorder.awaitEnd(command);
                        }
                    }))
                    .toList();
            for (int kill = 0; kill < 2 * KILLS_OF_EACH; kill++) {
                awaitProgress(accepted, (kill + 1) * COMMANDS / (2 * KILLS_OF_EACH + 1), calls);
                if (kill % 2 == 0) {
                    recorder.killed("gateway");
                    gateway.kill();
                    gateway.start();
                    recorder.ready("gateway");
                } else {
                    recorder.killed("agent");
                    agent.kill();
                    agent.start();
                    gateway.awaitOnline(AGENT);
                    recorder.ready("agent");
                }
            }
            for (Future<?> call : calls) {
                call.get();
            }
            String report = recorder.judge(new ArrayList<>(accepted), lab.setLog());
            System.out.println(report);
        }
        assertThat(accepted).hasSize(COMMANDS).doesNotHaveDuplicates();
    }

    private static Request request(int n, Lab lab) {
        String device = lab.modem(n % MODEMS);
        int slot = 1 + n % 100;
        Request request = n % 2 == 0
                ? Request.read("read-" + n, AGENT, device, lab.port(), slot)
                : Request.set("set-" + n, AGENT, device, lab.port(), slot, 10_000 + n);
        // What expires after its delivery stays open for an hour: see the closing rules. Here all have time enough.
        return request.startBy(900);
    }

    private static void awaitProgress(Queue<CommandId> accepted, int wanted, List<Future<?>> calls) {
        await("progress").atMost(Duration.ofMinutes(2)).until(() -> {
            for (Future<?> call : calls) {
                if (call.isDone()) {
                    call.get();
                }
            }
            return accepted.size() >= wanted;
        });
    }
}
