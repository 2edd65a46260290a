package io.pypnm.remote.system.durability;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.system.plant.ForeignAgent;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.plant.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A gateway dies between any two of its durable steps: one with our agent, and one with an agent that keeps no
/// journal. Each lives through all of it, every time on what the last left on disk; at the end both histories are
/// judged.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayCrashIT {
    private static final AgentId OURS = new AgentId("jump-1");
    private static final AgentId FOREIGN = new AgentId("jump-2");

    @RegisterExtension
    static final Plant PLANT = new Plant();

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private Lab lab;
    private Stand ours;
    private Stand foreign;
    private ForeignAgent foreignAgent;

    /// A gateway, its only agent, and its callers.
    private record Stand(Gateway gateway, AgentId agent, Recorder recorder, List<CommandId> commands) {}

    @BeforeAll
    void start() throws Exception {
        lab = PLANT.lab("--modems", "1");
        ours = stand(OURS);
        foreign = stand(FOREIGN);
        PLANT.agent(ours.gateway(), OURS.value()).start();
        foreignAgent = ForeignAgent.start(foreign.gateway(), FOREIGN, PLANT.client(), foreign.recorder());
    }

    private static Stand stand(AgentId agent) throws Exception {
        Gateway gateway = PLANT.gateway().start();
        return new Stand(gateway, agent, Recorder.open(gateway, PLANT.folder(), agent.value()), new ArrayList<>());
    }

    @AfterAll
    void judge() throws Exception {
        try (ForeignAgent _ = foreignAgent;
                ExecutorService _ = callers) {
            System.out.println(ours.recorder().judge(ours.commands(), lab.setLog()));
            System.out.println(foreign.recorder().judge(foreign.commands()));
        }
    }

    /// A set that was given to an agent without a journal and has no outcome on disk is in doubt for ever. All else
    /// goes on where it was. What is sent may be delivered before the gateway is gone.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # point           | ours: read | ours: set   | foreign: read | foreign: set
            ACCEPTED          | COMPLETED  | COMPLETED 1 | COMPLETED     | COMPLETED 1
            SENT              | COMPLETED  | COMPLETED 1 | COMPLETED     | COMPLETED 1 or UNKNOWN 0 or UNKNOWN 1
            DELIVERED         | COMPLETED  | COMPLETED 1 | COMPLETED     | UNKNOWN 0
            OUTCOME_ARRIVED   | COMPLETED  | COMPLETED 1 | COMPLETED     | UNKNOWN 1
            OUTCOME_STORED    | COMPLETED  | COMPLETED 1 | COMPLETED     | COMPLETED 1
            OUTCOME_COLLECTED | COMPLETED  | COMPLETED 1 | COMPLETED     | COMPLETED 1
            SETTLED           | COMPLETED  | COMPLETED 1 | COMPLETED     | COMPLETED 1
            ACK_ARRIVED       | COMPLETED  | COMPLETED 1 | COMPLETED     | COMPLETED 1
            ACK_STORED        | COMPLETED  | COMPLETED 1 | COMPLETED     | COMPLETED 1
            """)
    void commandGoesOnWhereItWas(CrashPoint point, Cell oursRead, Cell oursSet, Cell foreignRead, Cell foreignSet)
            throws Exception {
        Parallel.run(
                () -> {
                    gatewayDies(ours, point, Effect.READ, oursRead);
                    gatewayDies(ours, point, Effect.SET, oursSet);
                },
                () -> {
                    gatewayDies(foreign, point, Effect.READ, foreignRead);
                    gatewayDies(foreign, point, Effect.SET, foreignSet);
                });
    }

    private void gatewayDies(Stand stand, CrashPoint point, Effect effect, Cell expected) throws Exception {
        Gateway gateway = stand.gateway();
        Recorder recorder = stand.recorder();
        gateway.awaitOnline(stand.agent());
        // What is left of the last command could pass the point.
        gateway.awaitDrained();
        gateway.crashAt(point);

        Request request = request(point + " " + effect, stand, effect);
        // Accepted before or after the crash: the caller asks until it is told.
        Future<CommandId> accepted = callers.submit(() -> recorder.submit(request));
        gateway.awaitCrash();
        recorder.killed("gateway");
        gateway.start();
        recorder.ready("gateway");

        CommandId command = accepted.get();
        stand.commands().add(command);
        expected.check(request, recorder.awaitEnd(command), lab, foreignAgent);
    }

    private Request request(String name, Stand stand, Effect effect) {
        int value = 1_000 + stand.commands().size() + (stand.agent().equals(OURS) ? 0 : 1_000);
        return effect == Effect.READ
                ? Request.read(name, stand.agent(), lab.modem(0), lab.port(), 1)
                : Request.set(name, stand.agent(), lab.modem(0), lab.port(), 1, value);
    }
}
