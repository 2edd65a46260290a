package io.pypnm.remote.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.journal.JournalConfig;
import io.pypnm.remote.agent.link.LinkConfig.Timing;
import io.pypnm.remote.agent.link.LinkStatus.State;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.run.CommandRunner;
import io.pypnm.remote.agent.run.LaneConfig;
import io.pypnm.remote.agent.run.RunConfig;
import io.pypnm.remote.agent.testing.FakeGateway;
import io.pypnm.remote.agent.testing.FakeOperations;
import io.pypnm.remote.agent.testing.FakeOperations.Behaviour;
import io.pypnm.remote.agent.testing.FakePeer;
import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.command.SnmpAccess;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.stomp.HeartBeat;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.contracts.wire.WireHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class GatewayLinkTest {
    private static final AgentId AGENT = new AgentId("jump-01");
    private static final String REPLY_TO = "outcomes.gw-1";
    private static final Oid OBJECT = Oid.parse("1.3.6.1.2.1.1.5.0");
    private static final Timing QUICK = new Timing(
            new HeartBeat(10_000, 10_000), Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofMillis(50));

    @TempDir
    Path directory;

    private final InstantSource hostClock = InstantSource.system();
    private final MonotonicClock clock = System::nanoTime;
    private final CommandIds ids = new CommandIds(hostClock, new Random(1));
    private final MessageCodec codec = new MessageCodec();
    private final FakeOperations devices = new FakeOperations();
    private FakeGateway gateway;
    private Journal journal;
    private CommandRunner runner;
    private GatewayLink link;
    private CompletableFuture<GatewayLink.End> end;
    private int acks;

    @BeforeEach
    void open() throws IOException {
        gateway = FakeGateway.start();
        journal = Journal.open(directory, JournalConfig.STANDARD, hostClock);
        LaneConfig lane = LaneConfig.ofWorkers(8);
        var config = new RunConfig(Map.of(Lane.INTERACTIVE, lane, Lane.BULK, lane, Lane.LONG, lane), 1, Map.of());
        runner = CommandRunner.start(
                config, devices, journal, clock, Thread.ofVirtual().factory());
        link = link(QUICK);
        end = CompletableFuture.completedFuture(GatewayLink.End.STOPPED);
    }

    @AfterEach
    void close() throws Exception {
        runner.stop(Duration.ZERO);
        link.stop();
        gateway.close();
        end.orTimeout(10, TimeUnit.SECONDS).join();
        journal.close();
    }

    private GatewayLink link(Timing timing) throws IOException {
        var config =
                new LinkConfig(gateway.uri(), AGENT, new Secret("token-1"), new LinkConfig.Trust.Platform(), timing);
        var identity = new GatewayLink.Identity(journal.instance().toString(), "9.9", "snmp_get,snmp_set");
        return new GatewayLink(config, identity, runner, clock, hostClock, new Random(1));
    }

    private void connect(Timing timing, boolean once) throws IOException {
        link = link(timing);
        end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                end.complete(link.run(once));
            } catch (InterruptedException e) {
                end.completeExceptionally(e);
            }
        });
    }

    @Test
    void logsInWithItsNameItsTokenAndItsInstance() throws Exception {
        connect(QUICK, false);

        FakePeer peer = gateway.nextPeer();
        StompHeaders connect = peer.next(StompCommand.CONNECT).headers();

        assertThat(peer.handshake().path()).isEqualTo("/ws/agent");
        assertThat(peer.handshake().header("Sec-WebSocket-Protocol")).isEqualTo("v12.stomp");
        assertThat(peer.handshake().header("Sec-WebSocket-Extensions")).isEmpty();
        assertThat(connect.first("accept-version")).contains("1.2");
        assertThat(connect.first("login")).contains("jump-01");
        assertThat(connect.first("passcode")).contains("token-1");
        assertThat(connect.first("heart-beat")).contains("10000,10000");
        assertThat(connect.first("instance")).contains(journal.instance().toString());
        assertThat(connect.first("journal")).contains("true");
        assertThat(connect.first("agent-version")).contains("9.9");
        assertThat(connect.first("capabilities")).contains("snmp_get,snmp_set");
    }

    @Test
    void subscribesToItsOwnQueuesWithItsPlacesAsPrefetch() throws Exception {
        connect(QUICK, false);
        FakePeer peer = gateway.nextPeer();
        peer.next(StompCommand.CONNECT);
        peer.send(connected("0,0"));

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
        await().until(() -> link.status().state() == State.CONNECTED);
    }

    @Test
    void commandIsAnsweredAndAcknowledgedOnlyAfterTheReceiptForItsOutcome() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();
        CommandId id = ids.next();

        peer.send(message(id, get(), "ack-7"));

        StompFrame send = peer.next(StompCommand.SEND);
        assertThat(send.headers().first("destination")).contains(REPLY_TO);
        assertThat(send.headers().first("correlation-id")).contains(id.toString());
        assertThat(send.headers().first("persistent")).contains("true");
        assertThat(send.headers().first("sha256")).contains(Checksum.sha256(send.body()));
        assertThat(outcome(send).outcome()).isInstanceOf(Outcome.Completed.class);
        barrier(peer);
        assertThat(peer.framesWaiting()).isZero();
        peer.receipt(send);
        StompFrame ack = peer.next(StompCommand.ACK);
        assertThat(ack.headers().first("id")).contains("ack-7");
        assertThat(journal.find(id)).isPresent();
        peer.receipt(ack);
        await().until(() -> journal.find(id).isEmpty());
    }

    @Test
    void outcomesDoNotWaitForEachOthersReceipts() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();

        for (int i = 0; i < 50; i++) {
            peer.send(message(ids.next(), get(), "ack-" + i));
        }

        List<StompFrame> sends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sends.add(peer.next(StompCommand.SEND));
        }
        for (StompFrame send : sends.reversed()) {
            peer.receipt(send);
        }
        for (int i = 0; i < 50; i++) {
            peer.receipt(peer.next(StompCommand.ACK));
        }
        await().until(() -> runner.outbox().depth() == 0 && journal.unreceived().isEmpty());
    }

    @Test
    void framesComeThroughAsTextSplitAndJoined() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();
        CommandId first = ids.next();
        CommandId second = ids.next();
        String both = new String(FakePeer.bytes(message(first, get(), "a")), StandardCharsets.UTF_8)
                + "\n\n"
                + new String(FakePeer.bytes(message(second, get(), "b")), StandardCharsets.UTF_8);

        peer.sendText(both.substring(0, 40));
        peer.sendText(both.substring(40));

        assertThat(List.of(outcome(peer.next(StompCommand.SEND)), outcome(peer.next(StompCommand.SEND))))
                .extracting(OutcomeEnvelope::command)
                .containsExactlyInAnyOrder(first, second);
    }

    /// Where the connection breaks.
    enum Cut {
        AFTER_DELIVERY,
        AFTER_SEND,
        AFTER_RECEIPT
    }

    @ParameterizedTest
    @EnumSource
    void setIsRunOnceAndAnsweredWhereverTheConnectionBreaks(Cut cut) throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();
        CommandId id = ids.next();
        StompFrame set = message(id, set(), "ack-1");
        devices.behave(cut == Cut.AFTER_DELIVERY ? Behaviour.ANSWER_LATE : Behaviour.ANSWER);
        peer.send(set);
        devices.nextStarted();
        if (cut != Cut.AFTER_DELIVERY) {
            StompFrame send = peer.next(StompCommand.SEND);
            if (cut == Cut.AFTER_RECEIPT) {
                peer.receipt(send);
                peer.next(StompCommand.ACK);
            }
        }
        peer.cut();
        devices.release();

        FakePeer next = login();
        if (cut == Cut.AFTER_RECEIPT) {
            // Nothing to be sent before the gateway asks: it has the outcome.
            barrier(next);
            next.send(message(id, set(), "ack-2"));
            answer(next, id);
        } else {
            answer(next, id);
            next.send(message(id, set(), "ack-2"));
        }
        StompFrame ack = next.next(StompCommand.ACK);
        assertThat(ack.headers().first("id")).contains("ack-2");
        next.receipt(ack);
        await().until(() -> journal.wasDelivered(id));
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void outcomeThatOutlivedTheAgentIsSentByTheNext() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();
        CommandId id = ids.next();
        peer.send(message(id, set(), "ack-1"));
        StompFrame first = peer.next(StompCommand.SEND);
        close();

        open();
        connect(QUICK, false);

        StompFrame again = login().next(StompCommand.SEND);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().first("destination")).contains(REPLY_TO);
    }

    @Test
    void missingReceiptEndsTheConnectionAndTheOutcomeIsSentAgain() throws Exception {
        connect(
                new Timing(HeartBeat.NONE, Duration.ofMillis(400), Duration.ofMillis(10), Duration.ofMillis(50)),
                false);
        FakePeer peer = login();
        CommandId id = ids.next();
        peer.send(message(id, get(), "ack-1"));
        peer.next(StompCommand.SEND);

        FakePeer next = login();

        assertThat(outcome(next.next(StompCommand.SEND)).command()).isEqualTo(id);
        assertThat(link.status().lastError()).contains("no receipt within");
    }

    @Test
    void silentGatewayIsLeftForANewConnection() throws Exception {
        connect(
                new Timing(
                        new HeartBeat(100, 100), Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofMillis(50)),
                false);
        FakePeer peer = login("100,100");

        assertThat(peer.awaitEnd(10)).isTrue();
        login();
        assertThat(link.status().lastError()).contains("nothing was heard");
        assertThat(peer.beats()).isGreaterThan(5);
    }

    @Test
    void gatewayThatDoesNotReadIsLeft() throws Exception {
        connect(new Timing(HeartBeat.NONE, Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMillis(50)), false);
        FakePeer peer = login();
        peer.stopReading();
        devices.answerWith(List.of(new VarBind(OBJECT, new SnmpValue.OctetString(Octets.of(new byte[60_000])))));

        for (int i = 0; i < 60; i++) {
            peer.send(message(ids.next(), get(), "ack-" + i));
        }

        login();
        assertThat(link.status().lastError()).containsAnyOf("does not take", "no receipt");
    }

    @Test
    void wrongTokenIsTriedAgainAndShown() throws Exception {
        List<LinkStatus> seen = Collections.synchronizedList(new ArrayList<>());
        connect(QUICK, false);
        link.onChange(() -> seen.add(link.status()));
        FakePeer peer = gateway.nextPeer();
        peer.next(StompCommand.CONNECT);

        peer.send(error("AUTH_FAILED", "agent id and token do not fit"));

        login();
        assertThat(seen).extracting(LinkStatus::state).contains(State.REFUSED);
        assertThat(link.status().lastError()).contains("AUTH_FAILED");
    }

    @Test
    void wrongTokenEndsAnAgentThatTriesOnce() throws Exception {
        connect(QUICK, true);
        FakePeer peer = gateway.nextPeer();
        peer.next(StompCommand.CONNECT);

        peer.send(error("AUTH_FAILED", "agent id and token do not fit"));

        assertThat(end.get()).isEqualTo(GatewayLink.End.REFUSED);
    }

    @Test
    void handshakeRefusedWith401IsARefusal() throws Exception {
        gateway.answerHandshakeWith(401);

        connect(QUICK, true);

        assertThat(end.get()).isEqualTo(GatewayLink.End.REFUSED);
        assertThat(link.status().lastError()).contains("HTTP 401");
    }

    @Test
    void gatewayThatIsDownIsTriedUntilItIsBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            gateway.answerHandshakeWith(503);
        }
        connect(QUICK, false);

        login();

        await().until(() -> link.status().state() == State.CONNECTED);
        assertThat(link.status().lastError()).contains("HTTP 503");
    }

    @Test
    void errorFrameEndsTheConnectionAndTheAgentComesBack() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();

        peer.send(error("FENCED", "a newer session has taken over"));

        assertThat(peer.awaitEnd(10)).isTrue();
        login();
        assertThat(link.status().lastError()).contains("FENCED");
    }

    @Test
    void connectionsThatEndedLeaveNoThreadsBehind() throws Exception {
        connect(QUICK, false);
        login().cut();
        FakePeer peer = login();
        int threads = Thread.getAllStackTraces().size();

        for (int i = 0; i < 20; i++) {
            peer.cut();
            peer = login();
        }

        await().until(() -> Thread.getAllStackTraces().size() < threads + 20);
    }

    @Test
    void gatewayThatDoesNotSpeakStompIsLeftWithoutATrace() throws Exception {
        gateway.speakStomp(false);
        connect(QUICK, false);
        assertThat(gateway.nextPeer().awaitEnd(10)).isTrue();
        int threads = Thread.getAllStackTraces().size();

        for (int i = 0; i < 20; i++) {
            assertThat(gateway.nextPeer().awaitEnd(10)).isTrue();
        }

        assertThat(link.status().lastError()).contains("does not speak v12.stomp");
        await().until(() -> Thread.getAllStackTraces().size() < threads + 20);
    }

    @Test
    void rubbishEndsTheConnectionAndTheAgentComesBack() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();

        peer.sendText("GET / HTTP/1.1\r\n\r\n");

        login();
        assertThat(link.status().lastError()).contains("no STOMP");
    }

    @Test
    void bodyThatIsNoCommandIsRefusedAsMalformed() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();
        CommandId id = ids.next();
        byte[] body = "{\"command\":".getBytes(StandardCharsets.UTF_8);

        peer.send(new StompFrame(StompCommand.MESSAGE, headers(id, "set", Checksum.sha256(body), "ack-1", "1"), body));

        OutcomeEnvelope envelope = outcome(peer.next(StompCommand.SEND));
        assertThat(envelope.command()).isEqualTo(id);
        assertThat(envelope.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, it -> assertThat(it.code()).isEqualTo(RefusalCode.MALFORMED));
    }

    @Test
    void commandThatWasDamagedOnItsWayIsNotRun() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();
        String other = Checksum.sha256(new byte[] {1});

        peer.send(new StompFrame(
                StompCommand.MESSAGE, headers(ids.next(), "set", other, "ack-1", "1"), codec.encode(set())));

        assertThat(outcome(peer.next(StompCommand.SEND)).outcome())
                .isEqualTo(new Outcome.Refused(
                        RefusalCode.MALFORMED, "the body does not have the sha256 it was sent with"));
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void setThatIsSentAsAReadIsNotRun() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();
        byte[] body = codec.encode(set());

        peer.send(new StompFrame(
                StompCommand.MESSAGE, headers(ids.next(), "read", Checksum.sha256(body), "ack-1", "1"), body));

        assertThat(outcome(peer.next(StompCommand.SEND)).outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(devices.startedAndNotSeen()).isZero();
    }

    @Test
    void commandOfAnotherContractIsRefused() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();
        byte[] body = codec.encode(get());

        peer.send(new StompFrame(
                StompCommand.MESSAGE, headers(ids.next(), "read", Checksum.sha256(body), "ack-1", "2"), body));

        assertThat(outcome(peer.next(StompCommand.SEND)).outcome())
                .isEqualTo(new Outcome.Refused(RefusalCode.MALFORMED, "contract 2 is not known to this agent"));
    }

    @Test
    void messageThatNamesNoCommandIsGivenBack() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();

        peer.send(new StompFrame(
                StompCommand.MESSAGE,
                StompHeaders.of("subscription", "interactive", "ack", "ack-9", "message-id", "1", "destination", "x"),
                new byte[0]));

        assertThat(peer.next(StompCommand.NACK).headers().first("id")).contains("ack-9");
    }

    @Test
    void cancelledCommandThatWaitsEndsCancelled() throws Exception {
        devices.behave(Behaviour.ANSWER_LATE);
        connect(QUICK, false);
        FakePeer peer = login();
        peer.send(message(ids.next(), set(), "ack-1"));
        devices.nextStarted();
        CommandId waiting = ids.next();
        peer.send(message(waiting, set(), "ack-2"));

        peer.send(control("cancel", "correlation-id", waiting.toString()));

        OutcomeEnvelope envelope = outcome(peer.next(StompCommand.SEND));
        assertThat(envelope.command()).isEqualTo(waiting);
        assertThat(envelope.outcome()).isEqualTo(new Outcome.Cancelled());
    }

    @Test
    void drainingAgentRefusesWhatIsNew() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();

        peer.send(control("drain", "x", "y"));
        peer.send(message(ids.next(), get(), "ack-1"));

        assertThat(outcome(peer.next(StompCommand.SEND)).outcome())
                .isEqualTo(new Outcome.Refused(RefusalCode.DRAINING, "the agent takes no new work"));
    }

    @Test
    void stoppedAgentSaysGoodbyeOnceItsOutcomesAreConfirmed() throws Exception {
        connect(QUICK, false);
        FakePeer peer = login();
        peer.send(message(ids.next(), get(), "ack-1"));
        StompFrame send = peer.next(StompCommand.SEND);

        runner.stop(Duration.ofSeconds(5));
        link.stop();

        peer.receipt(send);
        peer.receipt(peer.next(StompCommand.ACK));
        peer.receipt(peer.next(StompCommand.DISCONNECT));
        assertThat(end.get()).isEqualTo(GatewayLink.End.STOPPED);
        assertThat(link.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void largeOutcomeGoesByClaimAndIsThenSentByName() throws Exception {
        List<FakeGateway.Request> requests = serveClaims(2 << 20);
        devices.answerWith(large());
        connect(QUICK, false);
        FakePeer peer = login();
        CommandId id = ids.next();

        peer.send(message(id, get(), "ack-1"));

        StompFrame send = peer.next(StompCommand.SEND);
        byte[] uploaded = uploaded(requests);
        assertThat(send.body()).isEmpty();
        assertThat(send.headers().first("sha256")).isEmpty();
        assertThat(send.headers().first("claim-sha256")).contains(Checksum.sha256(uploaded));
        assertThat(send.headers().first("claim-bytes")).contains(Integer.toString(uploaded.length));
        assertThat(codec.summarize(new ByteArrayInputStream(uploaded)).command())
                .isEqualTo(id);
        FakeGateway.Request put = requests.getLast();
        assertThat(put.path()).isEqualTo("/api/claims/" + id);
        assertThat(put.header("Authorization")).isEqualTo("Basic anVtcC0wMTp0b2tlbi0x");
        assertThat(put.header("Instance")).isEqualTo(journal.instance().toString());
        assertThat(put.header("Epoch")).isEqualTo("17");
        assertThat(requests).extracting(it -> it.header("Sha256")).containsOnly(Checksum.sha256(uploaded));
        peer.receipt(send);
        peer.receipt(peer.next(StompCommand.ACK));
        await().until(() -> journal.find(id).isEmpty());
        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void uploadGoesOnWhereTheGatewayStands() throws Exception {
        List<FakeGateway.Request> requests = serveClaims(700_000);
        devices.answerWith(large());
        connect(QUICK, false);
        FakePeer peer = login();

        peer.send(message(ids.next(), get(), "ack-1"));

        StompFrame send = peer.next(StompCommand.SEND);
        assertThat(send.headers().first("claim-sha256")).contains(Checksum.sha256(uploaded(requests)));
        assertThat(requests.stream().filter(it -> it.method().equals("PUT")))
                .extracting(it -> it.header("Content-Range"))
                .hasSizeGreaterThan(2)
                .element(1)
                .asString()
                .startsWith("bytes 700000-");
    }

    @Test
    void outcomeTheGatewayWillNotTakeIsToldAsFailed() throws Exception {
        gateway.http(_ -> FakeGateway.Answer.of(413));
        devices.answerWith(large());
        connect(QUICK, false);
        FakePeer peer = login();

        peer.send(message(ids.next(), get(), "ack-1"));

        assertThat(outcome(peer.next(StompCommand.SEND)).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, it -> assertThat(it.detail()).contains("HTTP 413"));
    }

    @Test
    void outcomeTheGatewayFindsDamagedIsToldAsCorruptAndNotUploadedForEver() throws Exception {
        gateway.http(request -> FakeGateway.Answer.of(request.method().equals("HEAD") ? 200 : 422));
        devices.answerWith(large());
        connect(QUICK, false);
        FakePeer peer = login();

        peer.send(message(ids.next(), get(), "ack-1"));

        assertThat(outcome(peer.next(StompCommand.SEND)).outcome()).isInstanceOfSatisfying(Outcome.Failed.class, it -> {
            assertThat(it.code()).isEqualTo(FailureCode.CORRUPT);
            assertThat(it.detail()).contains("HTTP 422");
        });
    }

    @Test
    void outcomeThatCannotBeReadBackIsToldAsCorrupt() throws Exception {
        CommandId id = ids.next();
        gateway.http(_ -> {
            assertThat(directory
                            .resolve("spool")
                            .resolve(id.toString())
                            .toFile()
                            .delete())
                    .isTrue();
            return FakeGateway.Answer.at(200, 0);
        });
        devices.answerWith(large());
        connect(QUICK, false);
        FakePeer peer = login();

        peer.send(message(id, get(), "ack-1"));

        assertThat(outcome(peer.next(StompCommand.SEND)).outcome())
                .isEqualTo(new Outcome.Failed(
                        FailureCode.CORRUPT, "its outcome cannot be read back from the agent's disk"));
    }

    @Test
    void gatewayThatStandsBeyondTheEndIsSentAll() throws Exception {
        List<FakeGateway.Request> requests = serveClaims(2 << 20, Integer.MAX_VALUE);
        devices.answerWith(large());
        connect(QUICK, false);
        FakePeer peer = login();

        peer.send(message(ids.next(), get(), "ack-1"));

        StompFrame send = peer.next(StompCommand.SEND);
        assertThat(send.headers().first("claim-sha256")).contains(Checksum.sha256(uploaded(requests)));
    }

    @Test
    void uploadsLeaveNoConnectionBehind() throws Exception {
        gateway.http(_ -> FakeGateway.Answer.of(413));
        devices.answerWith(large());
        connect(QUICK, false);
        FakePeer peer = login();

        for (int i = 0; i < 3; i++) {
            peer.send(message(ids.next(), get(), "ack-" + i));
            peer.next(StompCommand.SEND);
        }

        await().atMost(Duration.ofSeconds(2)).until(() -> gateway.connections() == 1);
    }

    /// What a request says of its body.
    private record Range(int from, int total) {
        private static final Pattern FORM = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");

        private static Range of(FakeGateway.Request request) {
            Matcher parts = FORM.matcher(request.header("Content-Range"));
            assertThat(parts.matches()).isTrue();
            return new Range(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
        }
    }

    /// Takes claims, at most `step` bytes of each request.
    private List<FakeGateway.Request> serveClaims(int step) {
        return serveClaims(step, 0);
    }

    /// @param begin where it says it stands before it has anything
    private List<FakeGateway.Request> serveClaims(int step, int begin) {
        List<FakeGateway.Request> requests = Collections.synchronizedList(new ArrayList<>());
        int[] offset = {begin};
        gateway.http(request -> {
            requests.add(request);
            if (request.method().equals("HEAD")) {
                return FakeGateway.Answer.at(204, offset[0]);
            }
            Range range = Range.of(request);
            offset[0] = range.from() + Math.min(step, request.body().length);
            return offset[0] == range.total() ? FakeGateway.Answer.of(204) : FakeGateway.Answer.at(308, offset[0]);
        });
        return requests;
    }

    /// What the requests carried, each byte where it belongs.
    private static byte[] uploaded(List<FakeGateway.Request> requests) {
        byte[] whole = {};
        for (FakeGateway.Request request : requests) {
            if (request.method().equals("PUT")) {
                Range range = Range.of(request);
                whole = Arrays.copyOf(whole, range.total());
                System.arraycopy(request.body(), 0, whole, range.from(), request.body().length);
            }
        }
        return whole;
    }

    private static List<VarBind> large() {
        List<VarBind> varBinds = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            varBinds.add(new VarBind(OBJECT.append(i), new SnmpValue.OctetString(Octets.of(new byte[30_000]))));
        }
        return varBinds;
    }

    /// Receives the outcome and confirms it.
    private void answer(FakePeer peer, CommandId id) throws Exception {
        StompFrame send = peer.next(StompCommand.SEND);
        assertThat(outcome(send).command()).isEqualTo(id);
        assertThat(outcome(send).outcome()).isInstanceOf(Outcome.Completed.class);
        peer.receipt(send);
    }

    private FakePeer login() throws Exception {
        return login("0,0");
    }

    /// Lets the agent in: logged in, subscribed, receipts given.
    private FakePeer login(String heartBeat) throws Exception {
        FakePeer peer = gateway.nextPeer();
        peer.next(StompCommand.CONNECT);
        peer.send(connected(heartBeat));
        for (int i = 0; i < 4; i++) {
            peer.receipt(peer.next(StompCommand.SUBSCRIBE));
        }
        return peer;
    }

    /// Returns when the agent has dealt with everything sent before.
    private void barrier(FakePeer peer) throws Exception {
        String ack = "barrier-" + ++acks;
        peer.send(new StompFrame(
                StompCommand.MESSAGE, StompHeaders.of("subscription", "interactive", "ack", ack), new byte[0]));
        assertThat(peer.next(StompCommand.NACK).headers().first("id")).contains(ack);
    }

    private static StompFrame connected(String heartBeat) {
        return new StompFrame(
                StompCommand.CONNECTED,
                StompHeaders.of("version", "1.2", "heart-beat", heartBeat, "session", "s-1", "epoch", "17"));
    }

    private static StompFrame error(String code, String message) {
        return new StompFrame(StompCommand.ERROR, StompHeaders.of("code", code, "message", message));
    }

    private static StompFrame control(String what, String name, String value) {
        return new StompFrame(
                StompCommand.MESSAGE,
                StompHeaders.of("subscription", "control", "message-id", "1", "control", what, name, value),
                new byte[0]);
    }

    private StompFrame message(CommandId id, Command command, String ack) {
        byte[] body = codec.encode(command);
        String effect = command.kind().effect().wireName();
        return new StompFrame(StompCommand.MESSAGE, headers(id, effect, Checksum.sha256(body), ack, "1"), body);
    }

    private static StompHeaders headers(CommandId id, String effect, String sha256, String ack, String contract) {
        return StompHeaders.of(
                "destination", "commands.jump-01.interactive",
                "message-id", "m-1",
                "subscription", "interactive",
                "ack", ack,
                "content-type", "application/json",
                "correlation-id", id.toString(),
                "reply-to", REPLY_TO,
                "contract", contract,
                "effect", effect,
                "start-by-millis", "30000",
                "run-for-millis", "10000",
                "attempt", "1",
                "sha256", sha256);
    }

    private OutcomeEnvelope outcome(StompFrame send) throws Exception {
        return codec.decodeOutcome(send.body());
    }

    private static Command get() {
        return new Command.SnmpGet(target(), List.of(OBJECT));
    }

    private static Command set() {
        return new Command.SnmpSet(target(), List.of(new VarBind(OBJECT, new SnmpValue.Integer32(1))));
    }

    private static SnmpTarget target() {
        return SnmpTarget.of(DeviceAddress.parse("10.0.0.1"), new SnmpAccess.Automatic());
    }
}
