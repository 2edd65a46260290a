package io.pypnm.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.HotSpotDiagnosticMXBean;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import io.pypnm.remote.lab.probe.StompProbe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a connection took is given back when it ends, however it ends.
@Tag("alone")
class GatewayLeaksTest {
    private static final int CONNECTIONS = 50;

    @TempDir
    Path data;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    /// What a gateway holds.
    private record Held(int sessions, int consumers, long virtualThreads, int links, long files) {}

    @Test
    void fiftyConnectionsLeaveNothingBehind() throws Exception {
        log.expect("MALFORMED");
        log.expect("FENCED");
        log.expect("AUTH_FAILED");
        try (var gateway = RunningGateway.start(data, Setup.standard().withAgents(20))) {
            AgentId id = gateway.newAgent();
            InstanceId instance = ProbeAgent.newInstance();
            // One of each first: pools and caches fill once.
            for (End end : End.values()) {
                connectAndEnd(gateway, id, instance, end);
            }
            Held before = settled(gateway);

            for (int i = 0; i < CONNECTIONS; i++) {
                connectAndEnd(gateway, id, instance, End.values()[i % End.values().length]);
            }

            Awaitility.await().untilAsserted(() -> {
                Held after = held(gateway);
                assertThat(after.sessions()).isEqualTo(before.sessions());
                assertThat(after.consumers()).isEqualTo(before.consumers());
                assertThat(after.links()).isZero();
                assertThat(after.virtualThreads()).isLessThanOrEqualTo(before.virtualThreads());
                assertThat(after.files()).isLessThanOrEqualTo(before.files() + 5);
            });
        }
    }

    private enum End {
        CUT,
        DISCONNECT,
        REFUSED,
        FENCED,
        NEVER_LOGGED_IN,
        WRONG_TOKEN,
        FULL_LANE
    }

    private static void connectAndEnd(RunningGateway gateway, AgentId id, InstanceId instance, End end)
            throws Exception {
        switch (end) {
            case NEVER_LOGGED_IN -> gateway.probe().close();
            case WRONG_TOKEN -> {
                try (StompProbe probe = gateway.probe()) {
                    probe.connect("agent-019", "wrong-" + id);
                    probe.closeCode();
                }
            }
            case CUT, DISCONNECT, REFUSED, FENCED, FULL_LANE -> {
                try (ProbeAgent agent = subscribed(gateway, id, instance)) {
                    end(gateway, agent, instance, end);
                }
            }
        }
        gateway.awaitOnline(id, false);
    }

    private static ProbeAgent subscribed(RunningGateway gateway, AgentId id, InstanceId instance) throws Exception {
        return ProbeAgent.connect(gateway, id, instance)
                .take(Lane.INTERACTIVE, 1)
                .take(Lane.BULK, 4)
                .take(Lane.LONG, 4)
                .listen();
    }

    private static void end(RunningGateway gateway, ProbeAgent agent, InstanceId instance, End end) throws Exception {
        switch (end) {
            case DISCONNECT -> {
                agent.say(StompCommand.DISCONNECT);
                agent.probe().closeCode();
            }
            case REFUSED -> {
                agent.say(StompCommand.ACK, StompHeaders.ID, "nothing");
                agent.awaitError();
            }
            case FENCED -> {
                ProbeAgent.connect(gateway, agent.id(), instance).close();
                agent.awaitError();
            }
            case FULL_LANE -> {
                // Its feed waits for credit, which never comes.
                CommandId command = gateway.submit(agent.id(), Commands.GET);
                agent.next();
                agent.request(StompCommand.UNSUBSCRIBE, StompHeaders.ID, "interactive");
                gateway.delete("/api/commands/" + command);
            }
            case CUT, NEVER_LOGGED_IN, WRONG_TOKEN -> {}
        }
    }

    /// What it holds once two looks in a row see the same.
    private static Held settled(RunningGateway gateway) {
        var last = new AtomicReference<Held>();
        Awaitility.await().until(() -> {
            Held now = held(gateway);
            return now.equals(last.getAndSet(now)) && now.links() == 0;
        });
        return last.get();
    }

    private static Held held(RunningGateway gateway) throws Exception {
        int consumers = 0;
        for (JsonNode queue : gateway.get("/api/queues").body().path("queues")) {
            consumers += queue.path("consumers").asInt();
        }
        return new Held(
                gateway.brokerSessions(),
                consumers,
                virtualThreads(),
                (int) gateway.metric("pypnm_links_open"),
                openFiles());
    }

    /// Those of links, by their names in a dump of all.
    private static long virtualThreads() throws Exception {
        Path dump = Files.createTempFile("threads", ".json");
        Files.delete(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
        try (Stream<String> lines = Files.lines(dump)) {
            return lines.filter(line -> line.contains("\"link-")).count();
        } finally {
            Files.delete(dump);
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @Test
    void stoppedGatewayLeavesNoThreadBehind() throws Exception {
        Set<String> before = platformThreads();
        try (var gateway = RunningGateway.start(data);
                ProbeAgent agent =
                        ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1)) {
            gateway.submit(agent.id(), Commands.GET);
            agent.complete(agent.next());
        }

        Awaitility.await().untilAsserted(() -> {
            Set<String> left = platformThreads();
            left.removeAll(before);
            assertThat(left)
                    .as("threads, but for those of the test and of Artemis's pools, which it keeps for a minute")
                    .filteredOn(name -> !name.startsWith("HttpClient")
                            && !name.startsWith("awaitility")
                            && !name.contains("in-v-m-connector")
                            && !name.contains("activemq-client-global"))
                    .isEmpty();
            assertThat(virtualThreads()).isZero();
        });
    }

    private static Set<String> platformThreads() {
        Set<String> names = new HashSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
        return names;
    }
}
