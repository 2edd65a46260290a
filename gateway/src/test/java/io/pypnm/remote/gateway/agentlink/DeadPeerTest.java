package io.pypnm.remote.gateway.agentlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.stomp.HeartBeat;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.RawWebSocket;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import io.pypnm.remote.lab.probe.StompProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Peers that say nothing, read nothing or never go away, and a gateway with little patience.
class DeadPeerTest {
    private static final int STRANGERS_PER_SOURCE = 3;
    private static final LinkConfig IMPATIENT = new LinkConfig(
            Duration.ofMillis(800),
            STRANGERS_PER_SOURCE,
            100,
            new HeartBeat(400, 400),
            Duration.ofSeconds(2),
            Duration.ofMillis(800),
            256,
            32);

    @TempDir
    static Path data;

    private static RunningGateway gateway;

    @RegisterExtension
    final LogWatch log = new LogWatch();

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(data, Setup.standard().with(IMPATIENT).withAgents(40));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void strangerWhoSaysNothingIsToldAndCutOff() throws Exception {
        log.expect("TOO_SLOW");
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {

            assertThat(raw.read().text()).startsWith("ERROR\n").contains("code:TOO_SLOW");
            assertThat(raw.read().closeCode()).isEqualTo(1008);
            // It does not answer the close frame, and is not waited for.
            raw.awaitEnd();
        }
        awaitNoLinks();
    }

    @Test
    void strangerWhoDribblesIsCutOffAllTheSame() throws Exception {
        log.expect("TOO_SLOW");
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {
            Thread dribble = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 10_000; i++) {
                        raw.send(RawWebSocket.BINARY, true, new byte[] {'\n'});
                        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                    }
                } catch (java.io.IOException _) {
                    // Cut off, as it should be.
                }
            });

            assertThat(raw.read().text()).contains("code:TOO_SLOW");
            assertThat(dribble.join(Duration.ofSeconds(10))).isTrue();
        }
        awaitNoLinks();
    }

    @Test
    void moreStrangersThanASourceMayHaveAreTurnedAway() throws Exception {
        log.expect("TOO_SLOW");
        List<RawWebSocket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < STRANGERS_PER_SOURCE; i++) {
                strangers.add(RawWebSocket.open(gateway.port(), 64 * 1024));
            }
            Awaitility.await().until(() -> gateway.metric("pypnm_links_open") >= STRANGERS_PER_SOURCE);

            try (RawWebSocket oneMore = RawWebSocket.open(gateway.port(), 64 * 1024)) {
                assertThat(oneMore.read().closeCode()).isEqualTo(1013);
                oneMore.awaitEnd();
            }
        } finally {
            for (RawWebSocket stranger : strangers) {
                stranger.close();
            }
        }
        awaitNoLinks();
        // Agents that have logged in are no strangers: they do not use up the places.
        List<ProbeAgent> agents = new ArrayList<>();
        for (int i = 0; i < 2 * STRANGERS_PER_SOURCE; i++) {
            agents.add(ProbeAgent.connect(gateway, gateway.newAgent()));
        }
        agents.forEach(ProbeAgent::close);
        awaitNoLinks();
    }

    @Test
    void agentThatFallsSilentIsCutOffAndItsCommandsGivenBack() throws Exception {
        log.expect("nothing heard");
        AgentId id = gateway.newAgent();
        try (StompProbe agent = gateway.probe()) {
            agent.connect(id.value(), RunningGateway.token(id), "heart-beat", "400,400");
            agent.sendText("SUBSCRIBE\nid:0\ndestination:commands." + id + ".interactive\nack:client-individual\n\n\0");
            CommandId command = gateway.submit(id, Commands.GET);
            assertThat(agent.next().headers().first("correlation-id")).contains(command.toString());

            var error = agent.next();

            assertThat(error.headers().first("code")).contains("TOO_SLOW");
            agent.closeCode();
            gateway.awaitOnline(id, false);
            Awaitility.await().untilAsserted(() -> {
                var queue = gateway.queue("commands." + id + ".interactive");
                assertThat(queue.path("depth").asInt()).isEqualTo(1);
                assertThat(queue.path("delivering").asInt()).isZero();
            });
        }
    }

    @Test
    void agentThatOnlyBeatsStaysAndIsBeatenTo() throws Exception {
        AgentId id = gateway.newAgent();
        try (RawWebSocket raw = connect(id, 64 * 1024, "400,400")) {
            int beats = 0;
            while (beats < 4) {
                RawWebSocket.Frame frame = raw.read();
                assertThat(frame.text()).isEqualTo("\n");
                beats++;
                raw.text("\n");
            }
            assertThat(gateway.agentInfo(id).path("online").asBoolean()).isTrue();
        }
        awaitNoLinks();
    }

    @Test
    void pingsOfWebSocketAreNoHeartBeats() throws Exception {
        log.expect("nothing heard");
        AgentId id = gateway.newAgent();
        try (RawWebSocket raw = connect(id, 64 * 1024, "400,0")) {
            RawWebSocket.Frame frame;
            do {
                raw.send(9, true, new byte[0]);
                frame = raw.read();
            } while (frame.opcode() == 10);

            assertThat(frame.text()).contains("code:TOO_SLOW");
        }
        awaitNoLinks();
    }

    @Test
    void agentThatAgreedToNoHeartBeatIsHeldToTheLongerSilence() throws Exception {
        log.expect("nothing heard");
        AgentId id = gateway.newAgent();
        try (RawWebSocket raw = connect(id, 64 * 1024, "0,0")) {
            long since = System.nanoTime();

            assertThat(raw.read().text()).contains("code:TOO_SLOW");

            assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofMillis(1900));
        }
        awaitNoLinks();
    }

    /// The watch is one thread for all: what it does about one peer must not hold up the others.
    @Test
    void peerThatStopsReadingIsCutOffWhileAnotherIsServed() throws Exception {
        log.expect("does not read");
        AgentId stuck = gateway.newAgent();
        AgentId healthy = gateway.newAgent();
        List<CommandId> commands = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            commands.add(gateway.submit(stuck, Commands.LARGE));
        }
        try (RawWebSocket raw = connect(stuck, 4096, "0,0")) {
            raw.text("SUBSCRIBE\nid:0\ndestination:commands." + stuck
                    + ".interactive\nack:client-individual\nprefetch-count:256\n\n\0");
            try (ProbeAgent other = ProbeAgent.connect(gateway, healthy).take(Lane.INTERACTIVE, 4)) {
                long since = System.nanoTime();
                while (gateway.agentInfo(stuck).path("online").asBoolean()) {
                    CommandId command = gateway.submit(healthy, Commands.GET);
                    long asked = System.nanoTime();
                    other.complete(other.next());
                    gateway.outcome(command);
                    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
                    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(10));
                }
            }
            // The peer still holds its end of the connection; the gateway holds nothing any more, nor does its host.
            awaitNoLinks();
            raw.awaitEnd();
        }
        // Nothing of it is lost.
        try (ProbeAgent again = ProbeAgent.connect(gateway, stuck).take(Lane.INTERACTIVE, 8)) {
            for (CommandId command : commands) {
                ProbeAgent.Delivered delivered = again.next();
                assertThat(delivered.id()).isEqualTo(command);
                again.complete(delivered);
            }
        }
        awaitNoLinks();
    }

    private static RawWebSocket connect(AgentId id, int receiveBytes, String heartBeat) throws Exception {
        RawWebSocket raw = RawWebSocket.open(gateway.port(), receiveBytes);
        raw.text("CONNECT\naccept-version:1.2\nhost:h\nlogin:" + id + "\npasscode:" + RunningGateway.token(id)
                + "\nheart-beat:" + heartBeat + "\n\n\0");
        assertThat(new String(raw.read().payload(), StandardCharsets.UTF_8)).startsWith("CONNECTED\n");
        return raw;
    }

    private static void awaitNoLinks() {
        Awaitility.await().until(() -> gateway.metric("pypnm_links_open") == 0);
    }
}
