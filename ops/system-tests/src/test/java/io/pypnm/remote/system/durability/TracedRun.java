package io.pypnm.remote.system.durability;

import static org.awaitility.Awaitility.await;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.system.plant.Agent;
import io.pypnm.remote.system.plant.Gateway;
import io.pypnm.remote.system.plant.Lab;
import io.pypnm.remote.system.plant.Pids;
import io.pypnm.remote.system.plant.Plant;
import io.pypnm.remote.system.plant.Program;
import io.pypnm.remote.system.plant.Recorder;
import io.pypnm.remote.system.plant.Request;
import io.pypnm.remote.system.trace.Strace;
import io.pypnm.remote.system.trace.Syscall;
import io.pypnm.remote.system.trace.TraceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Many commands through a gateway and an agent of which every write, sync, send and receive is on record, from their
/// start to their end by kill -9. Every second command is a SET of a value that occurs once.
final class TracedRun {
    static final AgentId AGENT = new AgentId("jump-1");
    private static final int CALLERS = 16;
    private static final int MODEMS = 16;
    private static final int FIRST_VALUE = 1_000_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final int count;
    private final Lab lab;
    private final Gateway gateway;
    private final Agent agent;
    private final Path folder;
    private final Map<Integer, CommandId> commands = new ConcurrentHashMap<>();

    private TracedRun(int count, Lab lab, Gateway gateway, Agent agent, Path folder) {
        this.count = count;
        this.lab = lab;
        this.gateway = gateway;
        this.agent = agent;
        this.folder = folder;
    }

    /// Does it; the lab lives on.
    static TracedRun of(int count, Plant plant) throws Exception {
        Lab lab = plant.lab("--modems", Integer.toString(MODEMS));
        Gateway gateway = plant.gateway().start();
        Agent agent = plant.agent(gateway, AGENT.value()).start();
        gateway.awaitOnline(AGENT);
        agent.program().stop();
        gateway.program().stop();
        var run = new TracedRun(count, lab, gateway, agent, plant.folder());
        copy(gateway.data(), run.gatewayBefore());
        copy(agent.home(), run.agentBefore());

        gateway.startBy(Strace.command(run.gatewayLog()));
        agent.startBy(Strace.command(run.agentLog()));
        gateway.start();
        agent.start();
        gateway.awaitOnline(AGENT);
        try (Recorder recorder = Recorder.open(gateway, plant.folder())) {
            run.sendAll(recorder);
        }
        killTraced(agent.program());
        killTraced(gateway.program());
        return run;
    }

    private void sendAll(Recorder recorder) throws Exception {
        var next = new AtomicInteger();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> calls = IntStream.range(0, CALLERS)
                    .<Future<?>>mapToObj(_ -> callers.submit(() -> {
                        for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                            CommandId id = recorder.submit(request(n));
                            recorder.awaitEnd(id);
                            commands.put(n, id);
                        }
                    }))
                    .toList();
            for (Future<?> call : calls) {
                call.get();
            }
        }
        gateway.awaitDrained();
    }

    /// The tracer writes on for a moment after what it traces has died.
    private static void killTraced(Program program) throws IOException {
        long tracer = Pids.tracerOf(program.pid());
        program.kill();
        await("the end of the record").atMost(SOON).until(() -> !Pids.isRunning(tracer));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    /// The `n`-th request.
    Request request(int n) {
        String device = lab.modem(n % MODEMS);
        int slot = 1 + n % 100;
        Request request = isSet(n)
                ? Request.set("set-" + n, AGENT, device, lab.port(), slot, value(n))
                : Request.read("read-" + n, AGENT, device, lab.port(), slot);
        return request.startBy(900);
    }

    /// The number of a request by its name.
    static int number(String name) {
        return Integer.parseInt(name.substring(name.indexOf('-') + 1));
    }

    static boolean isSet(int n) {
        return n % 2 == 1;
    }

    /// What the `n`-th request sets, if it sets anything.
    static int value(int n) {
        return FIRST_VALUE + n;
    }

    /// The id of each request, by its number.
    Map<Integer, CommandId> commands() {
        return commands;
    }

    Lab lab() {
        return lab;
    }

    Path history() {
        return folder.resolve("history.jsonl");
    }

    Path gatewayData() {
        return gateway.data();
    }

    Path agentHome() {
        return agent.home();
    }

    Path gatewayBefore() {
        return folder.resolve("traced/gateway");
    }

    Path agentBefore() {
        return folder.resolve("traced/agent");
    }

    private Path gatewayLog() {
        return folder.resolve("traced/gateway.strace");
    }

    private Path agentLog() {
        return folder.resolve("traced/agent.strace");
    }

    /// What the gateway did on its data and its sockets.
    List<Syscall> gatewayCalls() {
        return calls(gatewayLog(), gatewayData());
    }

    /// What the agent did on its home and its sockets.
    List<Syscall> agentCalls() {
        return calls(agentLog(), agentHome());
    }

    private static List<Syscall> calls(Path log, Path files) {
        try {
            return TraceReader.read(log, target -> target.startsWith("socket:") || target.startsWith(files.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
