package io.pypnm.remote.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.testing.FakeGateway;
import io.pypnm.remote.agent.testing.FakePeer;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.stomp.StompCommand;
import io.pypnm.remote.contracts.stomp.StompFrame;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class ClaimsTest {
    private final Path directory;

    @AutoClose
    private final LinkBench bench;

    ClaimsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        bench = LinkBench.open(directory);
    }

    @Test
    void largeOutcomeGoesByClaimAndIsThenSentByName() throws Exception {
        List<FakeGateway.Request> requests = serveClaims(2 << 20);
        bench.devices.answerWith(LinkBench.large());
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        CommandId id = bench.ids.next();

        peer.send(bench.message(id, LinkBench.get(), "ack-1"));

        StompFrame send = peer.next(StompCommand.SEND);
        byte[] uploaded = uploaded(requests);
        assertThat(send.body()).isEmpty();
        assertThat(send.headers().first("sha256")).isEmpty();
        assertThat(send.headers().first("claim-sha256")).contains(Checksum.sha256(uploaded));
        assertThat(send.headers().first("claim-bytes")).contains(Integer.toString(uploaded.length));
        assertThat(bench.codec.summarize(new ByteArrayInputStream(uploaded)).command())
                .isEqualTo(id);
        FakeGateway.Request put = requests.getLast();
        assertThat(put.path()).isEqualTo("/api/claims/" + id);
        assertThat(put.header("Authorization")).isEqualTo("Basic anVtcC0wMTp0b2tlbi0x");
        assertThat(put.header("Instance")).isEqualTo(bench.journal().instance().toString());
        assertThat(put.header("Epoch")).isEqualTo("17");
        assertThat(requests).extracting(it -> it.header("Sha256")).containsOnly(Checksum.sha256(uploaded));
        peer.receipt(send);
        peer.receipt(peer.next(StompCommand.ACK));
        await().until(() -> bench.journal().find(id).isEmpty());
        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void contentGoesUpRawAndThenTheOutcomeThatNamesIt() throws Exception {
        List<FakeGateway.Request> requests = serveClaims(700_000);
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        bench.devices.bring(content);
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();
        CommandId id = bench.ids.next();

        peer.send(bench.message(id, LinkBench.get(), "ack-1"));

        StompFrame send = peer.next(StompCommand.SEND);
        assertThat(uploaded(requests)).isEqualTo(content);
        assertThat(requests).extracting(it -> it.header("Claim")).containsOnly("content");
        assertThat(requests).extracting(it -> it.header("Sha256")).containsOnly(Checksum.sha256(content));
        assertThat(send.headers().first("claim-sha256")).isEmpty();
        assertThat(send.headers().first("sha256")).contains(Checksum.sha256(send.body()));
        assertThat(bench.outcome(send).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Completed.class,
                        it -> assertThat(((Reply.FileContent) it.reply()).sha256())
                                .isEqualTo(Checksum.sha256(content)));
        assertThat(directory.resolve("spool").resolve(id + ".content")).exists();
        peer.receipt(send);
        await().untilAsserted(() -> assertThat(directory.resolve("spool")).isEmptyDirectory());
        peer.receipt(peer.next(StompCommand.ACK));
        assertThat(bench.journal().find(id)).isEmpty();
    }

    @Test
    void contentTheGatewayWillNotTakeIsToldAsFailed() throws Exception {
        bench.gateway.http(_ -> FakeGateway.Answer.of(413));
        bench.devices.bring(new byte[300_000]);
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-1"));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).outcome())
                .isInstanceOfSatisfying(Outcome.Failed.class, it -> {
                    assertThat(it.code()).isEqualTo(FailureCode.TOO_LARGE);
                    assertThat(it.detail()).contains("content of 300000 bytes");
                });
    }

    @Test
    void uploadGoesOnWhereTheGatewayStands() throws Exception {
        List<FakeGateway.Request> requests = serveClaims(700_000);
        bench.devices.answerWith(LinkBench.large());
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-1"));

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
        bench.gateway.http(_ -> FakeGateway.Answer.of(413));
        bench.devices.answerWith(LinkBench.large());
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-1"));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, it -> assertThat(it.detail()).contains("HTTP 413"));
    }

    @ParameterizedTest
    @CsvSource({
        "507, NO_ROOM, the quota of this agent is used up", // final
        "503, NO_ROOM, its disk is full or fails", // given up after a while
        "500, INTERNAL, HTTP 500"
    })
    void contentTheGatewayHasNoRoomForEndsWithTheReason(int status, FailureCode code, String why) throws Exception {
        bench.gateway.http(_ -> FakeGateway.Answer.of(status));
        bench.devices.bring(new byte[300_000]);
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-1"));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).outcome())
                .isInstanceOfSatisfying(Outcome.Failed.class, it -> {
                    assertThat(it.code()).isEqualTo(code);
                    assertThat(it.detail()).contains(why);
                });
    }

    @Test
    void uploadsThatWaitForRoomLetOthersGoFirst() throws Exception {
        CommandId[] stuck = {bench.ids.next(), bench.ids.next(), bench.ids.next()};
        AtomicInteger refused = new AtomicInteger();
        bench.gateway.http(request -> {
            if (Arrays.stream(stuck).anyMatch(id -> request.path().endsWith(id.toString()))) {
                refused.incrementAndGet();
                return FakeGateway.Answer.of(503);
            }
            return FakeGateway.Answer.of(204);
        });
        bench.devices.bring(new byte[300_000]);
        bench.connect(LinkBench.hesitant(), false);
        FakePeer peer = bench.login();
        for (CommandId id : stuck) {
            peer.send(bench.message(id, LinkBench.get(), "ack-" + id));
        }
        // Each is asked about, refused, and waits for an hour.
        await().until(() -> refused.get() == 2 * stuck.length);
        CommandId next = bench.ids.next();

        peer.send(bench.message(next, LinkBench.get(), "ack-1"));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).command()).isEqualTo(next);
    }

    @Test
    void outcomeTheGatewayFindsDamagedIsToldAsCorruptAndNotUploadedForEver() throws Exception {
        bench.gateway.http(request -> FakeGateway.Answer.of(request.method().equals("HEAD") ? 200 : 422));
        bench.devices.answerWith(LinkBench.large());
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-1"));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).outcome())
                .isInstanceOfSatisfying(Outcome.Failed.class, it -> {
                    assertThat(it.code()).isEqualTo(FailureCode.CORRUPT);
                    assertThat(it.detail()).contains("HTTP 422");
                });
    }

    @Test
    void outcomeThatCannotBeReadBackIsToldAsCorrupt() throws Exception {
        CommandId id = bench.ids.next();
        bench.gateway.http(_ -> {
            assertThat(directory
                            .resolve("spool")
                            .resolve(id.toString())
                            .toFile()
                            .delete())
                    .isTrue();
            return FakeGateway.Answer.at(200, 0);
        });
        bench.devices.answerWith(LinkBench.large());
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(bench.message(id, LinkBench.get(), "ack-1"));

        assertThat(bench.outcome(peer.next(StompCommand.SEND)).outcome())
                .isEqualTo(new Outcome.Failed(
                        FailureCode.CORRUPT, "its outcome cannot be read back from the agent's disk"));
    }

    @Test
    void gatewayThatStandsBeyondTheEndIsSentAll() throws Exception {
        List<FakeGateway.Request> requests = serveClaims(2 << 20, Integer.MAX_VALUE);
        bench.devices.answerWith(LinkBench.large());
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-1"));

        StompFrame send = peer.next(StompCommand.SEND);
        assertThat(send.headers().first("claim-sha256")).contains(Checksum.sha256(uploaded(requests)));
    }

    @Test
    void uploadsLeaveNoConnectionBehind() throws Exception {
        bench.gateway.http(_ -> FakeGateway.Answer.of(413));
        bench.devices.answerWith(LinkBench.large());
        bench.connect(LinkBench.QUICK, false);
        FakePeer peer = bench.login();

        for (int i = 0; i < 3; i++) {
            peer.send(bench.message(bench.ids.next(), LinkBench.get(), "ack-" + i));
            peer.next(StompCommand.SEND);
        }

        await().atMost(Duration.ofSeconds(2)).until(() -> bench.gateway.connections() == 1);
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
        bench.gateway.http(request -> {
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
}
