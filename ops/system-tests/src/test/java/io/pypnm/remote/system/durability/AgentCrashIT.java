package io.pypnm.remote.system.durability;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.system.plant.ForeignAgent;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Mortal;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.plant.Request;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An agent dies between any two of its durable steps: ours, which keeps a journal, and one that keeps none. Two of
/// each live through all of it, one with reads and one with sets; at the end the whole history is judged.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgentCrashIT {
    @RegisterExtension
    static final Plant PLANT = new Plant();

    private final Queue<CommandId> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger value = new AtomicInteger(1_000);
    private Lab lab;
    private Gateway gateway;
    private Recorder recorder;
    private Mortal ourReader;
    private Mortal ourSetter;
    private ForeignAgent foreignReader;
    private ForeignAgent foreignSetter;

    @BeforeAll
    void start() throws Exception {
        lab = PLANT.lab("--modems", "1");
        gateway = PLANT.gateway().start();
        recorder = Recorder.open(gateway, PLANT.folder());
        ourReader = PLANT.agent(gateway, "jump-1").start();
        ourSetter = PLANT.agent(gateway, "jump-2").start();
        foreignReader = ForeignAgent.start(gateway, new AgentId("jump-3"), PLANT.client(), recorder);
        foreignSetter = ForeignAgent.start(gateway, new AgentId("jump-4"), PLANT.client(), recorder);
    }

    @AfterAll
    void judge() throws Exception {
        try (ForeignAgent _ = foreignReader;
                ForeignAgent _ = foreignSetter) {
            System.out.println(recorder.judge(List.copyOf(commands), lab.setLog()));
        }
    }

    /// A set that is journaled as started and not as finished may have reached the device or not: the agent says so,
    /// and does not try again.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # point        | read      | set
            RECEIVED       | COMPLETED | COMPLETED 1
            BEFORE_STARTED | COMPLETED | COMPLETED 1
            STARTED        | COMPLETED | UNKNOWN 0
            DEVICE_DONE    | COMPLETED | UNKNOWN 1
            FINISHED       | COMPLETED | COMPLETED 1
            OUTCOME_SENT   | COMPLETED | COMPLETED 1
            RECEIPTED      | COMPLETED | COMPLETED 1
            ACK_SENT       | COMPLETED | COMPLETED 1
            ACK_RECEIPTED  | COMPLETED | COMPLETED 1
            """)
    void commandEndsAsTheJournalSays(CrashPoint point, Cell read, Cell set) throws Exception {
        Parallel.run(
                () -> agentDies(ourReader, point, Effect.READ, read),
                () -> agentDies(ourSetter, point, Effect.SET, set));
    }

    /// Without a journal nobody knows what became of a set that was delivered, unless its outcome was said. Other
    /// boundaries it has not, as it keeps nothing.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # point        | read      | set
            RECEIVED       | COMPLETED | UNKNOWN 0
            DEVICE_DONE    | COMPLETED | UNKNOWN 1
            OUTCOME_SENT   | COMPLETED | COMPLETED 1
            RECEIPTED      | COMPLETED | COMPLETED 1
            ACK_SENT       | COMPLETED | COMPLETED 1
            ACK_RECEIPTED  | COMPLETED | COMPLETED 1
            """)
    void deliveredSetIsInDoubtWithoutAJournal(CrashPoint point, Cell read, Cell set) throws Exception {
        Parallel.run(
                () -> agentDies(foreignReader, point, Effect.READ, read),
                () -> agentDies(foreignSetter, point, Effect.SET, set));
    }

    private void agentDies(Mortal agent, CrashPoint point, Effect effect, Cell expected) throws Exception {
        String name = "agent " + agent.id();
        gateway.awaitOnline(agent.id());
        agent.crashAt(point);

        Request request = request(point + " " + effect + " " + name, agent.id(), effect);
        CommandId command = recorder.submit(request);
        commands.add(command);
        agent.awaitCrash();
        recorder.killed(name);
        gateway.awaitOffline(agent.id());
        agent.restart();
        gateway.awaitOnline(agent.id());
        recorder.ready(name);

        expected.check(request, recorder.awaitEnd(command), lab, foreignSetter);
        if (effect == Effect.SET) {
            agent.awaitReceipt(command);
        }
    }

    private Request request(String name, AgentId agent, Effect effect) {
        return effect == Effect.READ
                ? Request.read(name, agent, lab.modem(0), lab.port(), 1)
                : Request.set(name, agent, lab.modem(0), lab.port(), 1, value.incrementAndGet());
    }
}
