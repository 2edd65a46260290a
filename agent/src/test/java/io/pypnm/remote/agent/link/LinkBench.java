package io.pypnm.remote.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.journal.JournalConfig;
import io.pypnm.remote.agent.link.LinkConfig.Timing;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.run.CommandRunner;
import io.pypnm.remote.agent.run.LaneConfig;
import io.pypnm.remote.agent.run.RunConfig;
import io.pypnm.remote.agent.testing.FakeGateway;
import io.pypnm.remote.agent.testing.FakeOperations;
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
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// An agent's link as it is, between a gateway in the hands of a test and devices that do as they are told.
final class LinkBench {
    static final String REPLY_TO = "outcomes.gw-1";
    static final Oid OBJECT = Oid.parse("1.3.6.1.2.1.1.5.0");
    static final Timing QUICK = quick(new HeartBeat(10_000, 10_000), Duration.ofSeconds(10));

    private static final AgentId AGENT = new AgentId("jump-01");

    final CommandIds ids;
    final MessageCodec codec = new MessageCodec();
    final FakeOperations devices = new FakeOperations();
    final FakeGateway gateway;
    private final InstantSource hostClock = InstantSource.system();
    private final MonotonicClock clock = System::nanoTime;
    private final Journal journal;
    private final CommandRunner runner;
    private GatewayLink link;
    private CompletableFuture<GatewayLink.End> end = CompletableFuture.completedFuture(GatewayLink.End.STOPPED);
    private int acks;

    private LinkBench(Path directory) throws IOException {
        ids = new CommandIds(hostClock, new Random(1));
        gateway = FakeGateway.start();
        journal = Journal.open(directory, JournalConfig.STANDARD, hostClock);
        LaneConfig lane = LaneConfig.ofWorkers(8);
        var config = new RunConfig(Map.of(Lane.INTERACTIVE, lane, Lane.BULK, lane, Lane.LONG, lane), 1, Map.of());
        runner = CommandRunner.start(
                config, devices, journal, clock, Thread.ofVirtual().factory());
        link = link(QUICK);
    }

    static Timing quick(HeartBeat heartBeat, Duration answer) {
        return new Timing(heartBeat, answer, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(1));
    }

    /// Tries an upload again after an hour.
    static Timing hesitant() {
        return new Timing(
                QUICK.heartBeat(), QUICK.answer(), QUICK.backoffMin(), QUICK.backoffMax(), Duration.ofHours(1));
    }

    /// Not connected yet.
    ///
    /// @param directory of the journal
    static LinkBench open(Path directory) throws IOException {
        return new LinkBench(directory);
    }

    /// Called by JUnit.
    public void close() throws IOException, InterruptedException {
        runner.stop(Duration.ZERO);
        link.stop();
        gateway.close();
        end.orTimeout(10, TimeUnit.SECONDS).join();
        journal.close();
    }

    Journal journal() {
        return journal;
    }

    CommandRunner runner() {
        return runner;
    }

    /// The last that was told to connect.
    GatewayLink link() {
        return link;
    }

    /// How it ends.
    CompletableFuture<GatewayLink.End> end() {
        return end;
    }

    private GatewayLink link(Timing timing) throws IOException {
        var config =
                new LinkConfig(gateway.uri(), AGENT, new Secret("token-1"), new LinkConfig.Trust.Platform(), timing);
        var identity = new GatewayLink.Identity(journal.instance().toString(), "9.9", "snmp_get,snmp_set");
        return new GatewayLink(config, identity, runner, clock, hostClock, new Random(1));
    }

    void connect(Timing timing, boolean once) throws IOException {
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

    /// Receives the outcome and confirms it.
    void answer(FakePeer peer, CommandId id) throws Exception {
        StompFrame send = peer.next(StompCommand.SEND);
        assertThat(outcome(send).command()).isEqualTo(id);
        assertThat(outcome(send).outcome()).isInstanceOf(Outcome.Completed.class);
        peer.receipt(send);
    }

    FakePeer login() throws Exception {
        return login("0,0");
    }

    /// Lets the agent in: logged in, subscribed, receipts given.
    FakePeer login(String heartBeat) throws Exception {
        FakePeer peer = gateway.nextPeer();
        peer.next(StompCommand.CONNECT);
        peer.send(connected(heartBeat));
        for (int i = 0; i < 4; i++) {
            peer.receipt(peer.next(StompCommand.SUBSCRIBE));
        }
        return peer;
    }

    /// Returns when the agent has dealt with everything sent before.
    void barrier(FakePeer peer) throws Exception {
        String ack = "barrier-" + ++acks;
        peer.send(new StompFrame(
                StompCommand.MESSAGE, StompHeaders.of("subscription", "interactive", "ack", ack), new byte[0]));
        assertThat(peer.next(StompCommand.NACK).headers().first("id")).contains(ack);
    }

    static StompFrame connected(String heartBeat) {
        return new StompFrame(
                StompCommand.CONNECTED,
                StompHeaders.of("version", "1.2", "heart-beat", heartBeat, "session", "s-1", "epoch", "17"));
    }

    static StompFrame error(String code, String message) {
        return new StompFrame(StompCommand.ERROR, StompHeaders.of("code", code, "message", message));
    }

    static StompFrame control(String what, String name, String value) {
        return new StompFrame(
                StompCommand.MESSAGE,
                StompHeaders.of("subscription", "control", "message-id", "1", "control", what, name, value),
                new byte[0]);
    }

    StompFrame message(CommandId id, Command command, String ack) {
        byte[] body = codec.encode(command);
        String effect = command.kind().effect().wireName();
        return new StompFrame(StompCommand.MESSAGE, headers(id, effect, Checksum.sha256(body), ack, "1"), body);
    }

    static StompHeaders headers(CommandId id, String effect, String sha256, String ack, String contract) {
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

    OutcomeEnvelope outcome(StompFrame send) throws Exception {
        return codec.decodeOutcome(send.body());
    }

    /// An answer too large for a frame.
    static List<VarBind> large() {
        List<VarBind> varBinds = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            varBinds.add(new VarBind(OBJECT.append(i), new SnmpValue.OctetString(Octets.of(new byte[30_000]))));
        }
        return varBinds;
    }

    static Command get() {
        return new Command.SnmpGet(target(), List.of(OBJECT));
    }

    static Command set() {
        return new Command.SnmpSet(target(), List.of(new VarBind(OBJECT, new SnmpValue.Integer32(1))));
    }

    private static SnmpTarget target() {
        return SnmpTarget.of(DeviceAddress.parse("10.0.0.1"), new SnmpAccess.Automatic());
    }
}
