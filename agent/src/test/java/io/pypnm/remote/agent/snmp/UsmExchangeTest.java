package io.pypnm.remote.agent.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.SnmpSecurity;
import io.pypnm.remote.agent.operation.SnmpSecurity.AuthProtocol;
import io.pypnm.remote.agent.operation.SnmpSecurity.Authentication;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.config.Secret;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// SNMPv3 where the device does what snmpd does not.
@Timeout(30)
final class UsmExchangeTest {
    private static final VarBind OBJECT = new VarBind(Oid.parse("1.3.6.1.2.1.1.7.0"), new SnmpValue.Integer32(72));
    private static final SnmpRequest GET = new SnmpRequest.Get(List.of(OBJECT.oid()));
    private static final SnmpRequest SET = new SnmpRequest.Set(List.of(OBJECT));
    private static final SnmpSecurity.AuthPriv ANOTHER_PRIVACY = new SnmpSecurity.AuthPriv(
            "operator",
            FakeUsmDevice.USER.authentication(),
            new SnmpSecurity.Privacy(SnmpSecurity.PrivProtocol.AES_128, new Secret("another-password")));
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ManualClock clock = new ManualClock();
    private FakeUsmDevice device;
    private Snmp4jEngine engine;

    @BeforeEach
    void start() throws IOException {
        device = new FakeUsmDevice(() -> clock.advance(TIMEOUT));
        engine = Snmp4jEngine.open(clock);
    }

    @AfterEach
    void stop() {
        engine.close();
        device.close();
    }

    @Test
    void firstRequestLearnsTheEngineAndItsClock() throws Exception {
        ask(SET);

        assertThat(device.seen).containsExactly("unknown engine", "not in time", "GET", "SET");
        assertThat(device.setsDone).hasValue(1);
    }

    @Test
    void nextRequestNeedsNoOther() throws Exception {
        ask(GET);
        device.seen.clear();
        clock.advance(Duration.ofSeconds(100));
        device.clock(5, 1_100);

        ask(SET);

        assertThat(device.seen).containsExactly("SET");
    }

    @ParameterizedTest
    @CsvSource({"6, 3", "5, 20", "1, 3", "5, 900000"})
    void clockThatWasSetIsFollowed(int boots, int time) throws Exception {
        ask(GET);
        device.seen.clear();
        device.clock(boots, time);

        ask(SET);

        assertThat(device.seen).containsExactly("not in time", "SET");
        assertThat(device.setsDone).hasValue(1);
    }

    @Test
    void anotherEngineAtTheAddressIsLearnt() throws Exception {
        ask(GET);
        device.seen.clear();
        device.is(Octets.ofHex("80001f888005060708"));

        ask(SET);

        assertThat(device.seen).containsExactly("unknown engine", "not in time", "GET", "SET");
        assertThat(device.setsDone).hasValue(1);
    }

    /// The signature of an answer says who made it; a report without one may be anybody's.
    @ParameterizedTest
    @EnumSource(names = {"DENIED_USER_AFTER_WORK", "DENIED_ENGINE_AFTER_WORK"})
    void setThatWasCarriedOutIsNotTakenForUndoneByAnUnsignedReport(FakeUsmDevice.Fault fault) throws Exception {
        ask(GET);
        device.fails(fault);

        CommandFailedException failure = failureOf(SET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(device.setsDone).hasValue(1);
    }

    @Test
    void setWithAnotherPrivacyPasswordIsNeverSent() {
        CommandFailedException failure = failureOf(ANOTHER_PRIVACY, SET);

        assertThat(failure.code()).isEqualTo(FailureCode.AUTH_FAILED);
        assertThat(failure.detail()).endsWith("it has another privacy password or protocol");
        assertThat(device.setsDone).hasValue(0);
        assertThat(device.seen).doesNotContain("SET");
    }

    @Test
    void setThatIsNotAnsweredByADeviceWithoutProofIsProvablyNotSent() {
        device.fails(FakeUsmDevice.Fault.SILENT_TO_REQUESTS);

        CommandFailedException failure = failureOf(SET);

        assertThat(failure.code()).isEqualTo(FailureCode.UNREACHABLE);
        assertThat(failure.detail()).contains("after 2 sends of a question whether it has the keys of user operator");
    }

    /// A reply of many fragments is lost every time on some ways; the keys are right all the same.
    @Test
    void lostFirstRepliesAreNotTakenForAnotherPrivacyPassword() {
        device.fails(FakeUsmDevice.Fault.SILENT_TO_MORE_THAN_UPTIME);

        CommandFailedException failure = failureOf(GET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(device.seen).containsExactly("unknown engine", "not in time", "GET", "GET", "GET", "GET", "GET");
        assertThat(failureOf(GET).code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
    }

    @Test
    void anotherPrivacyPasswordIsFoundOutByAQuestionThatIsOnlySigned() {
        CommandFailedException failure = failureOf(ANOTHER_PRIVACY, GET);

        assertThat(failure.code()).isEqualTo(FailureCode.AUTH_FAILED);
        assertThat(failure.detail()).endsWith("it has another privacy password or protocol");
    }

    @Test
    void deadDeviceTakesNoLongerThanItsSends() {
        device.fails(FakeUsmDevice.Fault.SILENT);
        engine.engines()
                .know(Map.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), device.port()),
                        Octets.ofHex("80001f888001020304")));
        long before = clock.nanos();

        CommandFailedException failure = failureOf(GET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(clock.nanos() - before).isEqualTo(TIMEOUT.multipliedBy(3).toNanos());
    }

    @Test
    void setThatWasCarriedOutInSilenceIsNotSentAgain() throws Exception {
        ask(GET);
        device.seen.clear();
        device.fails(FakeUsmDevice.Fault.SILENT_AFTER_WORK);

        CommandFailedException failure = failureOf(SET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(device.seen).containsExactly("SET");
    }

    /// A report on the engine id that names the id we used proves nothing: anybody on the way could make it.
    @Test
    void setIsNotSentAgainForAReportThatDeniesItsOwnEngine() throws Exception {
        ask(GET);
        device.seen.clear();
        device.fails(FakeUsmDevice.Fault.DENIES_ITSELF);

        CommandFailedException failure = failureOf(SET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(device.seen).containsExactly("denied");
    }

    @Test
    void setIsNotSentAgainForAnUnsignedReportOnTheClock() throws Exception {
        ask(GET);
        device.seen.clear();
        device.fails(FakeUsmDevice.Fault.UNSIGNED_TIME_REPORT);

        CommandFailedException failure = failureOf(SET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(device.seen).containsExactly("not in time");
    }

    @Test
    void setToADeviceThatDoesNotTellItsIdIsProvablyNotSent() {
        device.fails(FakeUsmDevice.Fault.SILENT);

        CommandFailedException failure = failureOf(SET);

        assertThat(failure.code()).isEqualTo(FailureCode.UNREACHABLE);
        assertThat(failure.detail()).endsWith("after 3 sends of a question for its SNMPv3 engine id");
        assertThat(device.seen).containsExactly("dropped", "dropped", "dropped");
    }

    @Test
    void silentDeviceIsAskedForItsIdOnlyAsOftenAsAllowed() {
        device.fails(FakeUsmDevice.Fault.SILENT);

        assertThat(failureOf(GET).code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(device.seen).hasSize(3);
    }

    @Test
    void deviceThatIsNeverInTimeIsAnErrorAndNoLoop() {
        device.fails(FakeUsmDevice.Fault.NEVER_IN_TIME);

        CommandFailedException failure = failureOf(SET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
        assertThat(failure.detail()).contains("says so again (usmStatsNotInTimeWindows)");
        assertThat(device.seen).containsExactly("unknown engine", "not in time", "not in time");
        assertThat(device.setsDone).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"WRONG_SIGNATURE", "LOWER_LEVEL", "ANOTHER_USER", "ANSWERS_FROM_THE_PAST"})
    void answerThatIsNotAuthenticIsNoAnswer(FakeUsmDevice.Fault fault) throws Exception {
        ask(GET);
        device.fails(fault);

        CommandFailedException failure = failureOf(GET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(names = {"EMPTY_REPORT", "STRANGE_REPORT"})
    void reportThatSaysNothingIsNoAnswer(FakeUsmDevice.Fault fault) throws Exception {
        ask(GET);
        device.fails(fault);

        CommandFailedException failure = failureOf(GET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
    }

    /// One copy in a thousand may stay as it was, by a bit that was flipped twice; that one is right.
    @Test
    void damagedCopiesOfAnswersAreNotTakenForThem() throws Exception {
        ask(GET);
        device.fails(FakeUsmDevice.Fault.STUTTERS);

        for (int i = 0; i < 300; i++) {
            SnmpResponse response =
                    engine.exchange(peer(FakeUsmDevice.USER), SET, clock.deadlineIn(Duration.ofMinutes(1)));

            assertThat(response).isEqualTo(new SnmpResponse(0, 0, List.of(OBJECT)));
        }
        assertThat(device.setsDone).hasValue(300);
    }

    @Test
    void contextThatTheDeviceDoesNotHaveIsItsError() {
        device.fails(FakeUsmDevice.Fault.UNKNOWN_CONTEXT);

        CommandFailedException failure = failureOf(GET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_ERROR);
        assertThat(failure.detail()).contains("snmpUnknownContexts");
    }

    @Test
    void wrongPasswordIsNotTriedTwice() {
        var wrong = new SnmpSecurity.AuthNoPriv(
                "operator", new Authentication(AuthProtocol.SHA_256, new Secret("another-password")));

        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class,
                () -> engine.exchange(peer(wrong), GET, clock.deadlineIn(Duration.ofMinutes(1))));

        assertThat(failure.code()).isEqualTo(FailureCode.AUTH_FAILED);
        assertThat(device.seen).containsExactly("unknown engine", "wrong digest");
    }

    /// Only once for a device: that it has our privacy key is known then.
    @Test
    void deviceThatFallsSilentIsNotAskedWhetherItCanRead() throws Exception {
        ask(GET);
        device.seen.clear();
        device.fails(FakeUsmDevice.Fault.SILENT_TO_REQUESTS);

        CommandFailedException failure = failureOf(GET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(device.seen).hasSize(3);
    }

    @Test
    void deviceThatOnlyTellsItsIdIsASilentOne() {
        device.fails(FakeUsmDevice.Fault.SILENT_TO_REQUESTS);

        CommandFailedException failure = failureOf(GET);

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_TIMEOUT);
        assertThat(failure.detail()).endsWith("after 2 sends; nor to a message that is only signed");
        assertThat(device.seen).hasSize(4);
    }

    private void ask(SnmpRequest request) throws Exception {
        SnmpResponse response =
                engine.exchange(peer(FakeUsmDevice.USER), request, clock.deadlineIn(Duration.ofMinutes(1)));

        assertThat(response.errorStatus()).isZero();
        assertThat(response.varBinds()).extracting(VarBind::oid).containsExactly(OBJECT.oid());
    }

    private CommandFailedException failureOf(SnmpRequest request) {
        return failureOf(FakeUsmDevice.USER, request);
    }

    private CommandFailedException failureOf(SnmpSecurity.Usm user, SnmpRequest request) {
        return catchThrowableOfType(
                CommandFailedException.class,
                () -> engine.exchange(peer(user), request, clock.deadlineIn(Duration.ofMinutes(1))));
    }

    private SnmpPeer peer(SnmpSecurity.Usm user) {
        return new SnmpPeer(DeviceAddress.parse("127.0.0.1"), device.port(), user, TIMEOUT, 2);
    }
}
