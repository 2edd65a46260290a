package io.pypnm.remote.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.InstanceId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import io.pypnm.remote.gateway.Commands;
import io.pypnm.remote.gateway.GatewayTest;
import io.pypnm.remote.gateway.LogWatch;
import io.pypnm.remote.gateway.ProbeAgent;
import io.pypnm.remote.gateway.RawWebSocket;
import io.pypnm.remote.gateway.RunningGateway;
import io.pypnm.remote.gateway.RunningGateway.Setup;
import io.pypnm.remote.gateway.access.SharedToken;
import io.pypnm.remote.gateway.store.Store;
import io.pypnm.remote.gateway.store.Tampering;
import io.pypnm.remote.lab.probe.StompProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class LoginTest {
    @RegisterExtension
    final LogWatch log = new LogWatch();

    @Test
    void wrongTokenIsRefusedAndTheConnectionClosed(RunningGateway gateway) throws Exception {
        log.expect("AUTH_FAILED");
        AgentId id = gateway.newAgent();
        try (StompProbe probe = gateway.probe()) {

            StompFrame answer = probe.connect(id.value(), "a-wrong-token");

            assertThat(answer.command()).isEqualTo(StompCommand.ERROR);
            assertThat(answer.headers().first(WireHeaders.CODE)).contains("AUTH_FAILED");
            assertThat(answer.toString()).doesNotContain("a-wrong-token");
            assertThat(probe.closeCode()).isEqualTo(1008);
            assertThat(gateway.agentInfo(id).path("online").asBoolean()).isFalse();
        }
    }

    @Test
    void commandBeforeLoginIsRefused(RunningGateway gateway) throws Exception {
        log.expect("MALFORMED");
        try (StompProbe probe = gateway.probe()) {

            probe.send(new StompFrame(StompCommand.SEND, StompHeaders.of(StompHeaders.DESTINATION, "outcomes.test")));

            assertThat(probe.next().headers().first(WireHeaders.CODE)).contains("MALFORMED");
            probe.closeCode();
        }
    }

    @Test
    void frameAbove8KibBeforeLoginIsRefused(RunningGateway gateway) throws Exception {
        log.expect("TOO_LARGE");
        AgentId id = gateway.newAgent();
        String filler = "x".repeat(3000);
        try (StompProbe probe = gateway.probe()) {

            StompFrame answer =
                    probe.connect(id.value(), RunningGateway.token(id), "a", filler, "b", filler, "c", filler);

            assertThat(answer.headers().first(WireHeaders.CODE)).contains("TOO_LARGE");
            probe.closeCode();
        }
    }

    @Test
    void endlessHeaderBeforeLoginIsCutOffAtItsLimit(RunningGateway gateway) throws Exception {
        log.expect("TOO_LARGE");
        try (RawWebSocket raw = RawWebSocket.open(gateway.port(), 64 * 1024)) {
            byte[] more = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);

            raw.send(RawWebSocket.BINARY, false, "CONNECT\nlogin:".getBytes(StandardCharsets.US_ASCII));
            raw.send(RawWebSocket.CONTINUATION, false, more);

            assertThat(raw.read().text()).contains("TOO_LARGE");
            // The server is done with it: it takes a few more at most, and ends the connection.
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            raw.send(RawWebSocket.CONTINUATION, false, more);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void secondConnectEndsTheConnection(RunningGateway gateway) throws Exception {
        log.expect("MALFORMED: already connected");
        try (ProbeAgent agent = ProbeAgent.connect(gateway, gateway.newAgent())) {

            agent.say(StompCommand.CONNECT, StompHeaders.LOGIN, agent.id().value(), StompHeaders.PASSCODE, "good");

            assertThat(agent.awaitError()).isEqualTo("MALFORMED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "", "1.3,0.9"})
    void unknownVersionIsRefused(String versions, RunningGateway gateway) throws Exception {
        log.expect("accept-version");
        try (StompProbe probe = gateway.probe()) {

            probe.send(new StompFrame(
                    StompCommand.CONNECT,
                    StompHeaders.of(
                            StompHeaders.ACCEPT_VERSION,
                            versions,
                            StompHeaders.LOGIN,
                            gateway.newAgent().value(),
                            StompHeaders.PASSCODE,
                            "good")));

            assertThat(probe.next().headers().first(WireHeaders.CODE)).contains("MALFORMED");
            probe.closeCode();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Agent-000", "agent-000 ", "agent.000", "../agent-000", "agent-000;x", "", "*", "#"})
    void loginThatIsNoAgentIdIsRefusedAsAnyWrongOne(String login, RunningGateway gateway) throws Exception {
        log.expect("AUTH_FAILED");
        try (StompProbe probe = gateway.probe()) {

            StompFrame answer = probe.connect(login, "a-token");

            assertThat(answer.headers().first(WireHeaders.CODE)).contains("AUTH_FAILED");
            probe.closeCode();
        }
    }

    @Test
    void secondInstanceIsRefusedWhileTheFirstLives(RunningGateway gateway) throws Exception {
        log.expect("ID_IN_USE");
        AgentId id = gateway.newAgent();
        try (ProbeAgent first = ProbeAgent.connect(gateway, id).take(Lane.INTERACTIVE, 1);
                StompProbe second = gateway.probe()) {

            StompFrame answer = second.connect(
                    id.value(),
                    RunningGateway.token(id),
                    WireHeaders.INSTANCE,
                    ProbeAgent.newInstance().toString());

            assertThat(answer.headers().first(WireHeaders.CODE)).contains("ID_IN_USE");
            second.closeCode();
            gateway.submit(id, Commands.GET);
            first.complete(first.next());
        }
    }

    @Test
    void loginThatCannotBeCarriedOutDoesNotKeepItsId(@TempDir Path data) throws Exception {
        log.expect("could not be carried out");
        log.expect("UNAVAILABLE");
        AgentId id = new AgentId("newcomer");
        var shared = new SharedToken.Given(new Secret("shared by all"), Set.of(id), List.of());
        try (RunningGateway gateway =
                        RunningGateway.start(data, Setup.standard().with(shared));
                StompProbe probe = gateway.probe()) {
            // Between the check of the token and the one that follows the session's opening.
            Tampering.run(gateway.ledgerFile(), """
                    CREATE TRIGGER damage AFTER INSERT ON sessions
                    BEGIN UPDATE agent_bindings SET instance = x'00'; END""");

            StompFrame answer = probe.connect(
                    id.value(),
                    "shared by all",
                    WireHeaders.INSTANCE,
                    ProbeAgent.newInstance().toString());

            assertThat(answer.headers().first(WireHeaders.CODE)).contains("UNAVAILABLE");
            assertThat(gateway.agentInfo(id).path("online").asBoolean(true)).isFalse();
            probe.closeCode();
        }
    }

    @Test
    void otherInstanceMayComeOnceTheFirstIsGone(RunningGateway gateway) throws Exception {
        AgentId id = gateway.newAgent();
        long firstEpoch;
        try (ProbeAgent first = ProbeAgent.connect(gateway, id)) {
            firstEpoch = first.epoch();
        }
        gateway.awaitOnline(id, false);

        try (ProbeAgent second = ProbeAgent.connect(gateway, id)) {

            assertThat(second.epoch()).isEqualTo(firstEpoch + 1);
        }
    }

    @Test
    void newSessionOfTheSameInstanceFencesTheOldOneAtOnce(RunningGateway gateway) throws Exception {
        log.expect("FENCED");
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        try (ProbeAgent old = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 4)) {
            gateway.submit(id, Commands.GET);
            ProbeAgent.Delivered command = old.next();

            try (ProbeAgent fresh = ProbeAgent.connect(gateway, id, instance).take(Lane.INTERACTIVE, 4)) {

                assertThat(fresh.epoch()).isEqualTo(old.epoch() + 1);
                assertThat(old.awaitError()).isEqualTo("FENCED");
                ProbeAgent.Delivered again = fresh.next();
                assertThat(again.id()).isEqualTo(command.id());
                assertThat(again.attempt()).isEqualTo(2);
                fresh.complete(again);
            }
        }
    }

    @Test
    void ofTwentyLoginsAtOnceOneSessionRemains(RunningGateway gateway) throws Exception {
        log.expect("FENCED");
        AgentId id = gateway.newAgent();
        InstanceId instance = ProbeAgent.newInstance();
        int logins = 20;
        var start = new CountDownLatch(1);
        List<ProbeAgent> agents = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<ProbeAgent>>> all = new ArrayList<>();
            Callable<Optional<ProbeAgent>> login = () -> {
                start.await();
                try {
                    return Optional.of(ProbeAgent.connect(gateway, id, instance));
                } catch (IOException e) {
                    // The next one was there before this one had its CONNECTED.
                    assertThat(e).hasMessageContaining("FENCED");
                    return Optional.empty();
                }
            };
            for (int i = 0; i < logins; i++) {
                all.add(threads.submit(login));
            }
            start.countDown();
            for (Future<Optional<ProbeAgent>> one : all) {
                one.get().ifPresent(agents::add);
            }

            long last = agents.stream().mapToLong(ProbeAgent::epoch).max().orElseThrow();
            assertThat(agents).extracting(ProbeAgent::epoch).doesNotHaveDuplicates();
            for (ProbeAgent agent : agents) {
                if (agent.epoch() != last) {
                    assertThat(agent.awaitError()).isEqualTo("FENCED");
                }
            }
            ProbeAgent winner = agents.stream()
                    .filter(agent -> agent.epoch() == last)
                    .findFirst()
                    .orElseThrow();
            winner.take(Lane.INTERACTIVE, 1);
            gateway.submit(id, Commands.GET);
            winner.complete(winner.next());
            assertThat(gateway.agentInfo(id).path("epoch").asLong()).isEqualTo(last);
        } finally {
            agents.forEach(ProbeAgent::close);
        }
    }

    @Test
    void administratorCanEndASessionSoThatAnotherInstanceMayCome(RunningGateway gateway) throws Exception {
        log.expect("REVOKED");
        AgentId id = gateway.newAgent();
        try (ProbeAgent first = ProbeAgent.connect(gateway, id)) {

            assertThat(gateway.post("/api/agents/" + id + "/takeover", "").status())
                    .isEqualTo(204);

            assertThat(first.awaitError()).isEqualTo("REVOKED");
            ProbeAgent.connect(gateway, id).close();
        }
        gateway.awaitOnline(id, false);
        assertThat(gateway.post("/api/agents/" + id + "/takeover", "").status()).isEqualTo(404);
    }

    @Test
    void revokedAgentIsCutOffThoughItIsConnected(RunningGateway gateway) throws Exception {
        log.expect("REVOKED");
        AgentId id = gateway.newAgent();
        try (ProbeAgent agent = ProbeAgent.connect(gateway, id);
                ProbeAgent other =
                        ProbeAgent.connect(gateway, gateway.newAgent()).take(Lane.INTERACTIVE, 1);
                Store store = gateway.store();
                StompProbe again = gateway.probe()) {

            store.accounts().revokeTokens(id, "test");

            assertThat(agent.awaitError()).isEqualTo("REVOKED");
            StompFrame answer = again.connect(id.value(), RunningGateway.token(id));
            assertThat(answer.headers().first(WireHeaders.CODE)).contains("AUTH_FAILED");
            gateway.submit(other.id(), Commands.GET);
            other.complete(other.next());
        }
    }
}
