package io.pypnm.remote.agent.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class Snmp4jEngineTest {
    private static final Oid OBJECT = Oid.parse("1.3.6.1.2.1.1.7.0");
    private static final SnmpValue VALUE = new SnmpValue.Integer32(72);
    private static final SnmpRequest GET = new SnmpRequest.Get(List.of(OBJECT));
    private static final SnmpRequest SET = new SnmpRequest.Set(List.of(new VarBind(OBJECT, VALUE)));
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ManualClock clock = new ManualClock();
    private FakeDevice device;
    private Snmp4jEngine engine;

    @BeforeEach
    void start() throws IOException {
        device = new FakeDevice("127.0.0.1", () -> clock.advance(TIMEOUT));
        device.has(OBJECT, VALUE);
        engine = Snmp4jEngine.open(clock);
    }

    @AfterEach
    void stop() {
        engine.close();
        device.close();
    }

    @Test
    void answersAGet() throws Exception {
        SnmpResponse response = engine.exchange(peer(0), GET, inAMinute());

        assertThat(response).isEqualTo(new SnmpResponse(0, 0, List.of(new VarBind(OBJECT, VALUE))));
    }

    @Test
    void answersOverIPv6() throws Exception {
        try (var device6 = new FakeDevice("::1", () -> {})) {
            device6.has(OBJECT, VALUE);

            SnmpResponse response = engine.exchange(peer(device6, "public", 0), GET, inAMinute());

            assertThat(response.varBinds()).containsExactly(new VarBind(OBJECT, VALUE));
        }
    }

    @Test
    void repeatsAnUnansweredReadWithTheSameRequestId() throws Exception {
        device.misbehaves(Misbehaviour.DROPS_FIRST_N, 2);

        SnmpResponse response = engine.exchange(peer(2), GET, inAMinute());

        assertThat(response.varBinds()).containsExactly(new VarBind(OBJECT, VALUE));
        assertThat(device.received()).hasSize(3);
        assertThat(device.received().stream()
                        .map(FakeDevice.Received::requestId)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void lateAnswerToAnEarlierSendCounts() throws Exception {
        device.misbehaves(Misbehaviour.ANSWERS_LATE);

        SnmpResponse response = engine.exchange(peer(1), GET, inAMinute());

        assertThat(response.varBinds()).containsExactly(new VarBind(OBJECT, VALUE));
        assertThat(device.received()).hasSize(2);
    }

    @Test
    void silenceFailsAfterAllSends() {
        device.misbehaves(Misbehaviour.SILENT);

        CommandFailedException failure = failureOf(peer(2), GET, inAMinute());

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(failure.detail()).isEqualTo("no answer from 127.0.0.1:" + device.port() + " after 3 sends");
        assertThat(device.received()).hasSize(3);
    }

    @Test
    void sendsASetOnceWhateverTheRetries() {
        device.misbehaves(Misbehaviour.SILENT);

        CommandFailedException failure = failureOf(peer(10), SET, inAMinute());

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(device.received()).hasSize(1);
    }

    @Test
    void deadlineEndsTheWaitForARead() {
        device.misbehaves(Misbehaviour.SILENT);

        CommandFailedException failure = failureOf(peer(10), GET, clock.deadlineIn(Duration.ofSeconds(3)));

        assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
        assertThat(device.received()).hasSize(2);
    }

    @Test
    void deadlineEndsTheWaitBeforeTheTimeoutDoes() throws Exception {
        try (var silent = new FakeDevice("127.0.0.1", () -> {})) {
            silent.misbehaves(Misbehaviour.SILENT);
            Deadline deadline = clock.deadlineIn(TIMEOUT.dividedBy(2));
            Future<SnmpResponse> waiting = inBackground(engine, peer(silent, "public", 0), deadline);
            await().until(() -> silent.received().size() == 1);

            clock.advance(TIMEOUT.dividedBy(2));

            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("RUN_FOR");
        }
    }

    /// RUN_FOR would say of a SET that it was never sent.
    @Test
    void setThatWasSentIsATimeoutEvenWhenTheDeadlineEndedTheWait() {
        device.misbehaves(Misbehaviour.SILENT);

        CommandFailedException failure = failureOf(peer(0), SET, clock.deadlineIn(Duration.ofSeconds(1)));

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
    }

    @Test
    void nothingIsSentAfterTheDeadline() {
        CommandFailedException failure = failureOf(peer(2), SET, clock.deadlineIn(Duration.ZERO));

        assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
        assertThat(device.received()).isEmpty();
    }

    @Test
    void answerFromAnotherPortDoesNotCountAndIsNamed() {
        device.misbehaves(Misbehaviour.FOREIGN_PORT);

        CommandFailedException failure = failureOf(peer(1), GET, inAMinute());

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(failure.detail()).contains("one came from 127.0.0.1:").endsWith("and was not trusted");
    }

    @Test
    void answerWithAnotherCommunityDoesNotCount() {
        device.misbehaves(Misbehaviour.FOREIGN_COMMUNITY);

        CommandFailedException failure = failureOf(peer(0), GET, inAMinute());

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
    }

    @Test
    void onlyTheFirstAnswerCounts() throws Exception {
        device.misbehaves(Misbehaviour.ANSWERS_TWICE);

        for (int i = 0; i < 200; i++) {
            assertThat(engine.exchange(peer(0), GET, inAMinute()).varBinds())
                    .containsExactly(new VarBind(OBJECT, VALUE));
        }
    }

    @Test
    void communityTravelsAsUtf8() throws Exception {
        SnmpResponse response = engine.exchange(peer(device, "Grüße", 0), GET, inAMinute());

        assertThat(response.errorStatus()).isZero();
    }

    @Test
    void requestThatNoDatagramHoldsIsTooLargeAndNotSent() {
        var large = new SnmpValue.OctetString(Octets.of(new byte[40_000]));
        var request = new SnmpRequest.Set(List.of(new VarBind(OBJECT, large), new VarBind(OBJECT, large)));

        CommandFailedException failure = failureOf(peer(0), request, inAMinute());

        assertThat(failure.code()).isEqualTo(FailureCode.TOO_LARGE);
        assertThat(device.received()).isEmpty();
    }

    @Test
    void largestRequestFits() throws Exception {
        var value = new SnmpValue.OctetString(Octets.of(new byte[65_180]));
        var request = new SnmpRequest.Set(List.of(new VarBind(OBJECT, value)));

        SnmpResponse response = engine.exchange(peer(device, "c".repeat(255), 0), request, inAMinute());

        assertThat(response.varBinds()).containsExactly(new VarBind(OBJECT, value));
    }

    @Test
    void requestWaitsForAPlaceAndNotForEver() throws Exception {
        try (var narrow = Snmp4jEngine.open(clock, 1);
                var silent = new FakeDevice("127.0.0.1", () -> {})) {
            silent.misbehaves(Misbehaviour.SILENT);
            Future<SnmpResponse> first = inBackground(narrow, peer(silent, "public", 0));
            await().until(() -> silent.received().size() == 1);

            CommandFailedException failure = catchThrowableOfType(
                    CommandFailedException.class,
                    () -> narrow.exchange(peer(0), GET, clock.deadlineIn(Duration.ofMillis(20))));

            assertThat(failure.code()).isEqualTo(FailureCode.RUN_FOR);
            assertThat(failure.detail()).contains("all 1 places");
            assertThat(device.received()).isEmpty();
            clock.advance(TIMEOUT);
            assertThat(first).failsWithin(Duration.ofSeconds(5)).withThrowableOfType(ExecutionException.class);
            assertThat(narrow.exchange(peer(0), GET, inAMinute()).errorStatus()).isZero();
        }
    }

    @Test
    void closingEndsTheWaiting() throws Exception {
        try (var silent = new FakeDevice("127.0.0.1", () -> {})) {
            silent.misbehaves(Misbehaviour.SILENT);
            Future<SnmpResponse> waiting = inBackground(engine, peer(silent, "public", 0));
            await().until(() -> silent.received().size() == 1);

            engine.close();

            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("INTERNAL");
        }
    }

    @Test
    void closedEngineSendsNothing() {
        engine.close();

        CommandFailedException failure = failureOf(peer(0), GET, inAMinute());

        assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(device.received()).isEmpty();
    }

    @Test
    void interruptionEndsTheWaiting() throws Exception {
        try (var silent = new FakeDevice("127.0.0.1", () -> {})) {
            silent.misbehaves(Misbehaviour.SILENT);
            var thrown = new CompletableFuture<Throwable>();
            Thread job = Thread.ofVirtual().start(() -> {
                try {
                    engine.exchange(peer(silent, "public", 0), GET, inAMinute());
                } catch (Exception e) {
                    thrown.complete(e);
                }
            });
            await().until(() -> silent.received().size() == 1);

            job.interrupt();

            assertThat(thrown).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void manyAtOnceEachGetTheirOwnAnswer() throws Exception {
        device.hasColumn(Oid.parse("1.3.6.1.4.1.9999.1"), 4_000);

        try (var jobs = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int job = 0; job < 200; job++) {
                int first = job * 20 + 1;
                all.add(jobs.submit(() -> {
                    for (int row = first; row < first + 20; row++) {
                        Oid oid = Oid.parse("1.3.6.1.4.1.9999.1").append(row);
                        SnmpRequest request = new SnmpRequest.Get(List.of(oid));
                        assertThat(engine.exchange(peer(0), request, inAMinute())
                                        .varBinds())
                                .containsExactly(new VarBind(oid, new SnmpValue.Integer32(row)));
                    }
                    return null;
                }));
            }
            for (Future<?> job : all) {
                job.get();
            }
        }
    }

    @Test
    void timekeeperThatRestsWakesForTheNextSilence() throws Exception {
        try (var silent = new FakeDevice("127.0.0.1", () -> {})) {
            silent.misbehaves(Misbehaviour.SILENT);
            engine.exchange(peer(0), GET, inAMinute());
            await().until(() -> engine.timekeeper().getState() == Thread.State.WAITING);
            var failure = new CompletableFuture<Exception>();
            Thread job = Thread.ofVirtual().start(() -> {
                try {
                    engine.exchange(peer(silent, "public", 0), GET, inAMinute());
                } catch (Exception e) {
                    failure.complete(e);
                }
            });
            await().until(() -> silent.received().size() == 1 && job.getState() == Thread.State.WAITING);

            clock.advance(TIMEOUT);

            assertThat(failure).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(CommandFailedException.class);
        }
    }

    private Future<SnmpResponse> inBackground(SnmpEngine with, SnmpPeer peer) {
        return inBackground(with, peer, inAMinute());
    }

    private static Future<SnmpResponse> inBackground(SnmpEngine with, SnmpPeer peer, Deadline deadline) {
        var answer = new CompletableFuture<SnmpResponse>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(with.exchange(peer, GET, deadline));
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private CommandFailedException failureOf(SnmpPeer peer, SnmpRequest request, Deadline deadline) {
        return catchThrowableOfType(CommandFailedException.class, () -> engine.exchange(peer, request, deadline));
    }

    private Deadline inAMinute() {
        return clock.deadlineIn(Duration.ofMinutes(1));
    }

    private SnmpPeer peer(int retries) {
        return peer(device, "public", retries);
    }

    private static SnmpPeer peer(FakeDevice device, String community, int retries) {
        return new SnmpPeer(
                DeviceAddress.parse(device.host()),
                device.port(),
                new SnmpSecurity.Community(new Secret(community)),
                TIMEOUT,
                retries);
    }
}
