package io.pypnm.remote.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.link.LinkConfig.Timing;
import io.pypnm.remote.agent.link.LinkStatus.State;
import io.pypnm.remote.agent.testing.FakePeer;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.stomp.HeartBeat;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.WireHeaders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class GatewayLinkTest {
    @AutoClose
    private final LinkBench bench;

    GatewayLinkTest(@TempDir Path directory) throws IOException {
        bench = LinkBench.open(directory);
    }

    @Test
    void logsInWithItsNameItsTokenAndItsInstance() throws Exception {
        bench.connect(LinkBench.QUICK, false);

        FakePeer peer = bench.gateway.nextPeer();
        StompHeaders connect = peer.next(StompCommand.CONNECT).headers();

        assertThat(peer.handshake().path()).isEqualTo("/ws/agent");
        assertThat(peer.handshake().header("Sec-WebSocket-Protocol")).isEqualTo("v12.stomp");
        assertThat(peer.handshake().header("Sec-WebSocket-Extensions")).isEmpty();
        assertThat(connect.first("accept-version")).contains("1.2");
        assertThat(connect.first("login")).contains("jump-01");
        assertThat(connect.first("passcode")).contains("token-1");
        assertThat(connect.first("heart-beat")).contains("10000,10000");
        assertThat(connect.first("instance"))
                .contains(bench.journal().instance().toString());
        assertThat(connect.first("journal")).contains("true");
        assertThat(connect.first("agent-version")).contains("9.9");
        assertThat(connect.first("capabilities")).contains("snmp_get,snmp_set");
    }

    @Test
    void subscribesToItsOwnQueuesWithItsPlacesAsPrefetch() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.gateway.nextPeer();
        peer.next(StompCommand.CONNECT);
        peer.send(LinkBench.connected("0,0"));

        List<String> destinations = new ArrayList<>();
        List<String> prefetch = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            StompHeaders subscribe = peer.next(StompCommand.SUBSCRIBE).headers();
            destinations.add(subscribe.first("destination").orElseThrow());
            subscribe.first(WireHeaders.PREFETCH_COUNT).ifPresent(prefetch::add);
        }

        assertThat(destinations)
                .containsExactly(
                        "control.jump-01",
                        "commands.jump-01.interactive",
                        "commands.jump-01.bulk",
                        "commands.jump-01.long");
        assertThat(prefetch).containsExactly("64", "64", "64");
        await().until(() -> bench.link().status().state() == State.CONNECTED);
    }

    @Test
    void missingReceiptEndsTheConnectionAndTheOutcomeIsSentAgain() throws Exception {
        bench.connect(LinkBench.quick(HeartBeat.NONE, Duration.ofMillis(400)), false);
        FakePeer peer = bench.login();
        CommandId id = bench.ids.next();
        peer.send(bench.message(id, LinkBench.get(), "ack-1"));
        peer.next(StompCommand.SEND);

        FakePeer next = bench.login();

        assertThat(bench.outcome(next.next(StompCommand.SEND)).command()).isEqualTo(id);
        assertThat(bench.link().status().lastError()).contains("no receipt within");
    }

    @Test
    void silentGatewayIsLeftForANewConnection() throws Exception {
        bench.connect(LinkBench.quick(new HeartBeat(100, 100), Duration.ofSeconds(10)), false);
        FakePeer peer = bench.login("100,100");

        assertThat(peer.awaitEnd(10)).isTrue();
        bench.login();
        assertThat(bench.link().status().lastError()).contains("nothing was heard");
        assertThat(peer.beats()).isGreaterThan(5);
    }

    @Test
    void gatewayThatDoesNotReadIsLeft() throws Exception {
        bench.connect(LinkBench.quick(HeartBeat.NONE, Duration.ofSeconds(1)), false);
        FakePeer peer = bench.login();
        peer.stopReading();
        bench.devices.answerWith(
                List.of(new VarBind(LinkBench.OBJECT, new SnmpValue.OctetString(Octets.of(new byte[60_000])))));

        for (int i = 0; i < 60; i++) {
            peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-" + i));
        }

        bench.login();
        assertThat(bench.link().status().lastError()).containsAnyOf("does not take", "no receipt");
    }

    @Test
    void wayToTheGatewayThatIsThereAgainIsTakenAtOnce() throws Exception {
        Duration hour = Duration.ofHours(1);
        bench.connect(new Timing(HeartBeat.NONE, Duration.ofSeconds(10), hour, hour, hour), false);
        bench.login().cut();
        await().until(() -> bench.link().status().state() == State.WAITING);

        bench.link().retry();

        bench.login();
        await().until(() -> bench.link().status().state() == State.CONNECTED);
    }

    @Test
    void wrongTokenIsTriedAgainAndShown() throws Exception {
        List<LinkStatus> seen = Collections.synchronizedList(new ArrayList<>());
        bench.connect(LinkBench.QUICK, false);
        bench.link().onChange(() -> seen.add(bench.link().status()));
        FakePeer peer = bench.gateway.nextPeer();
        peer.next(StompCommand.CONNECT);

        peer.send(LinkBench.error("AUTH_FAILED", "agent id and token do not fit"));

        bench.login();
        assertThat(seen).extracting(LinkStatus::state).contains(State.REFUSED);
        assertThat(bench.link().status().lastError()).contains("AUTH_FAILED");
    }

    @Test
    void wrongTokenEndsAnAgentThatTriesOnce() throws Exception {
        bench.connect(LinkBench.QUICK, true);
        FakePeer peer = bench.gateway.nextPeer();
        peer.next(StompCommand.CONNECT);

        peer.send(LinkBench.error("AUTH_FAILED", "agent id and token do not fit"));

        assertThat(bench.end().get()).isEqualTo(GatewayLink.End.REFUSED);
    }

    @Test
    void handshakeRefusedWith401IsARefusal() throws Exception {
        bench.gateway.answerHandshakeWith(401);

        bench.connect(LinkBench.QUICK, true);

        assertThat(bench.end().get()).isEqualTo(GatewayLink.End.REFUSED);
        assertThat(bench.link().status().lastError()).contains("HTTP 401");
    }

    @Test
    void gatewayThatIsDownIsTriedUntilItIsBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            bench.gateway.answerHandshakeWith(503);
        }
        bench.connect(LinkBench.QUICK, false);

        bench.login();

        await().until(() -> bench.link().status().state() == State.CONNECTED);
        assertThat(bench.link().status().lastError()).contains("HTTP 503");
    }

    @Test
    void errorFrameEndsTheConnectionAndTheAgentComesBack() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(LinkBench.error("FENCED", "a newer session has taken over"));

        assertThat(peer.awaitEnd(10)).isTrue();
        bench.login();
        assertThat(bench.link().status().lastError()).contains("FENCED");
    }

    @Test
    void connectionsThatEndedLeaveNoThreadsBehind() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        bench.login().cut();
        FakePeer peer = bench.login();
        int threads = Thread.getAllStackTraces().size();

        for (int i = 0; i < 20; i++) {
            peer.cut();
            peer = bench.login();
        }

        await().until(() -> Thread.getAllStackTraces().size() < threads + 20);
    }

    @Test
    void gatewayThatDoesNotSpeakStompIsLeftWithoutATrace() throws Exception {
        bench.gateway.speakStomp(false);
        bench.connect(LinkBench.QUICK, false);
        assertThat(bench.gateway.nextPeer().awaitEnd(10)).isTrue();
        int threads = Thread.getAllStackTraces().size();

        for (int i = 0; i < 20; i++) {
            assertThat(bench.gateway.nextPeer().awaitEnd(10)).isTrue();
        }

        assertThat(bench.link().status().lastError()).contains("does not speak v12.stomp");
        await().until(() -> Thread.getAllStackTraces().size() < threads + 20);
    }

    @Test
    void rubbishEndsTheConnectionAndTheAgentComesBack() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.sendText("GET / HTTP/1.1\r\n\r\n");

        bench.login();
        assertThat(bench.link().status().lastError()).contains("no STOMP");
    }

    @Test
    void stoppedAgentSaysGoodbyeOnceItsOutcomesAreConfirmed() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-1"));
        StompFrame send = peer.next(StompCommand.SEND);

        bench.runner().stop(Duration.ofSeconds(5));
        bench.link().stop();

        peer.receipt(send);
        peer.receipt(peer.next(StompCommand.ACK));
        peer.receipt(peer.next(StompCommand.DISCONNECT));
        assertThat(bench.end().get()).isEqualTo(GatewayLink.End.STOPPED);
        assertThat(bench.link().status().state()).isEqualTo(State.STOPPED);
    }
}
