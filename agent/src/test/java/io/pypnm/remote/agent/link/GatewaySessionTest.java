package io.pypnm.remote.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.testing.FakeOperations.Behaviour;
import io.pypnm.remote.agent.testing.FakePeer;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.stomp.StompHeaders;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class GatewaySessionTest {
    private final Path directory;

    @AutoClose
    private LinkBench bench;

    GatewaySessionTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        bench = LinkBench.open(directory);
    }

    @Test
    void commandIsAnsweredAndAcknowledgedOnlyAfterTheReceiptForItsOutcome() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        CommandId id = bench.ids.next();

        peer.send(bench.message(id, LinkBench.get(), "ack-7"));

        StompFrame send = peer.next(StompCommand.SEND);
        assertThat(send.headers().first("destination")).contains(LinkBench.REPLY_TO);
        assertThat(send.headers().first("correlation-id")).contains(id.toString());
        assertThat(send.headers().first("persistent")).contains("true");
        assertThat(send.headers().first("sha256")).contains(Checksum.sha256(send.body()));
        assertThat(bench.outcome(send).outcome()).isInstanceOf(Outcome.Completed.class);
        bench.barrier(peer);
        assertThat(peer.framesWaiting()).isZero();
        peer.receipt(send);
        StompFrame ack = peer.next(StompCommand.ACK);
        assertThat(ack.headers().first("id")).contains("ack-7");
        assertThat(bench.journal().find(id)).isPresent();
        peer.receipt(ack);
        await().until(() -> bench.journal().find(id).isEmpty());
    }

    @Test
    void outcomesDoNotWaitForEachOthersReceipts() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        for (int i = 0; i < 50; i++) {
            peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-" + i));
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
        await().until(() -> bench.runner().outbox().depth() == 0
                && bench.journal().unreceived().isEmpty());
    }

    @Test
    void framesComeThroughAsTextSplitAndJoined() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        CommandId first = bench.ids.next();
        CommandId second = bench.ids.next();
        String both = new String(FakePeer.bytes(bench.message(first, LinkBench.get(), "a")), StandardCharsets.UTF_8)
                + "\n\n"
                + new String(FakePeer.bytes(bench.message(second, LinkBench.get(), "b")), StandardCharsets.UTF_8);

        peer.sendText(both.substring(0, 40));
        peer.sendText(both.substring(40));

        assertThat(List.of(bench.outcome(peer.next(StompCommand.SEND)), bench.outcome(peer.next(StompCommand.SEND))))
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
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        CommandId id = bench.ids.next();
        StompFrame set = bench.message(id, LinkBench.set(), "ack-1");
        bench.devices.behave(cut == Cut.AFTER_DELIVERY ? Behaviour.ANSWER_LATE : Behaviour.ANSWER);
        peer.send(set);
        bench.devices.nextStarted();
        if (cut != Cut.AFTER_DELIVERY) {
            StompFrame send = peer.next(StompCommand.SEND);
            if (cut == Cut.AFTER_RECEIPT) {
                peer.receipt(send);
                peer.next(StompCommand.ACK);
            }
        }
        peer.cut();
        bench.devices.release();

        FakePeer next = bench.login();
        if (cut == Cut.AFTER_RECEIPT) {
            // Nothing to be sent before the gateway asks: it has the outcome.
            bench.barrier(next);
            next.send(bench.message(id, LinkBench.set(), "ack-2"));
            bench.answer(next, id);
        } else {
            bench.answer(next, id);
            next.send(bench.message(id, LinkBench.set(), "ack-2"));
        }
        StompFrame ack = next.next(StompCommand.ACK);
        assertThat(ack.headers().first("id")).contains("ack-2");
        next.receipt(ack);
        await().until(() -> bench.journal().wasDelivered(id));
        assertThat(bench.devices.startedAndNotSeen()).isZero();
    }

    @Test
    void outcomeThatOutlivedTheAgentIsSentByTheNext() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        CommandId id = bench.ids.next();
        peer.send(bench.message(id, LinkBench.set(), "ack-1"));
        StompFrame first = peer.next(StompCommand.SEND);
        bench.close();

        bench = LinkBench.open(directory);
        bench.connect(LinkBench.QUICK, false);

        StompFrame again = bench.login().next(StompCommand.SEND);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().first("destination")).contains(LinkBench.REPLY_TO);
    }

    @Test
    void bodyThatIsNoCommandIsRefusedAsMalformed() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        CommandId id = bench.ids.next();
        byte[] body = "{\"command\":".getBytes(StandardCharsets.UTF_8);

        peer.send(new StompFrame(
                StompCommand.MESSAGE, LinkBench.headers(id, "set", Checksum.sha256(body), "ack-1", "1"), body));

        OutcomeEnvelope envelope = bench.outcome(peer.next(StompCommand.SEND));
        assertThat(envelope.command()).isEqualTo(id);
        assertThat(envelope.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, it -> assertThat(it.code()).isEqualTo(RefusalCode.MALFORMED));
    }

    @Test
    void commandThatWasDamagedOnItsWayIsNotRun() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        String other = Checksum.sha256(new byte[] {1});

        peer.send(new StompFrame(
                StompCommand.MESSAGE,
                LinkBench.headers(bench.ids.next(), "set", other, "ack-1", "1"),
                bench.codec.encode(LinkBench.set())));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).outcome())
                .isEqualTo(new Outcome.Refused(
                        RefusalCode.MALFORMED, "the body does not have the sha256 it was sent with"));
        assertThat(bench.devices.startedAndNotSeen()).isZero();
    }

    @Test
    void setThatIsSentAsAReadIsNotRun() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        byte[] body = bench.codec.encode(LinkBench.set());

        peer.send(new StompFrame(
                StompCommand.MESSAGE,
                LinkBench.headers(bench.ids.next(), "read", Checksum.sha256(body), "ack-1", "1"),
                body));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(bench.devices.startedAndNotSeen()).isZero();
    }

    @Test
    void commandOfAnotherContractIsRefused() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        byte[] body = bench.codec.encode(LinkBench.get());

        peer.send(new StompFrame(
                StompCommand.MESSAGE,
                LinkBench.headers(bench.ids.next(), "read", Checksum.sha256(body), "ack-1", "2"),
                body));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).outcome())
                .isEqualTo(new Outcome.Refused(RefusalCode.MALFORMED, "contract 2 is not known to this agent"));
    }

    @Test
    void messageThatNamesNoCommandIsGivenBack() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(new StompFrame(
                StompCommand.MESSAGE,
                StompHeaders.of("subscription", "interactive", "ack", "ack-9", "message-id", "1", "destination", "x"),
                new byte[0]));

        assertThat(peer.next(StompCommand.NACK).headers().first("id")).contains("ack-9");
    }

    @Test
    void cancelledCommandThatWaitsEndsCancelled() throws Exception {
        bench.devices.behave(Behaviour.ANSWER_LATE);
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        peer.send(bench.message(bench.ids.next(), LinkBench.set(), "ack-1"));
        bench.devices.nextStarted();
        CommandId waiting = bench.ids.next();
        peer.send(bench.message(waiting, LinkBench.set(), "ack-2"));

        peer.send(LinkBench.control("cancel", "correlation-id", waiting.toString()));

        OutcomeEnvelope envelope = bench.outcome(peer.next(StompCommand.SEND));
        assertThat(envelope.command()).isEqualTo(waiting);
        assertThat(envelope.outcome()).isEqualTo(new Outcome.Cancelled());
    }

    @Test
    void drainingAgentRefusesWhatIsNew() throws Exception {
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(LinkBench.control("drain", "x", "y"));
        peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-1"));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).outcome())
                .isEqualTo(new Outcome.Refused(RefusalCode.DRAINING, "the agent takes no new work"));
    }
}
