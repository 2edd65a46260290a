package io.pypnm.remote.agent.snmp.command;

import static io.pypnm.remote.agent.snmp.command.Bench.COLUMN;
import static io.pypnm.remote.agent.snmp.command.Bench.assertFailure;
import static io.pypnm.remote.agent.snmp.command.Bench.rows;
import static io.pypnm.remote.agent.snmp.command.Bench.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.snmp.FakeDevice;
import io.pypnm.remote.agent.snmp.Misbehaviour;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SnmpGetTest {
    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench();
        bench.device.hasColumn(COLUMN, 200);
        bench.device.has(FakeDevice.BAD, new SnmpValue.Integer32(3));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void objectsOfOnePduComeInTheOrderAsked() throws Exception {
        List<VarBind> answer = whole(bench.run(get(row(9), row(2), row(9), row(5))));

        assertThat(answer).extracting(VarBind::oid).containsExactly(row(9), row(2), row(9), row(5));
        assertThat(bench.seen()).containsExactly("GET 4");
    }

    @Test
    void absentObjectIsAnAnswer() throws Exception {
        List<VarBind> answer = whole(bench.run(get(row(1), row(777))));

        assertThat(answer)
                .containsExactly(
                        new VarBind(row(1), new SnmpValue.Integer32(1)),
                        new VarBind(row(777), new SnmpValue.NoSuchInstance()));
    }

    @Test
    void moreThanOneUnfragmentedDatagramHoldsIsSplit() throws Exception {
        List<VarBind> answer = whole(bench.run(get(rowOids(1, 128))));

        assertThat(answer).isEqualTo(rows(COLUMN, 1, 128));
        assertThat(bench.device.received().getFirst().bytes()).isBetween(1_350, 1_500 - 40 - 8);
        assertThat(bench.seen()).containsExactly("GET 92", "GET 36");
    }

    @Test
    void tooBigHalvesTheGroupAndKeepsItSmall() throws Exception {
        bench.device.misbehaves(Misbehaviour.TOO_BIG_OVER_N, 10);

        List<VarBind> answer = whole(bench.run(get(rowOids(1, 40))));

        assertThat(answer).isEqualTo(rows(COLUMN, 1, 40));
        assertThat(bench.seen()).containsExactly("GET 40", "GET 20", "GET 10", "GET 10", "GET 10", "GET 10");
    }

    @Test
    void objectThatIsTooBigAloneFailsTheCommand() {
        bench.device.misbehaves(Misbehaviour.TOO_BIG_OVER_N, 0);

        assertFailure(bench.failureOf(get(row(1), row(2))), FailureCode.DEVICE_ERROR, "tooBig (1) at " + row(1));
    }

    @Test
    void replyCutShortIsContinued() throws Exception {
        bench.device.misbehaves(Misbehaviour.TRUNCATES_TO_N, 7);

        List<VarBind> answer = whole(bench.run(get(rowOids(1, 20))));

        assertThat(answer).isEqualTo(rows(COLUMN, 1, 20));
        assertThat(bench.seen()).containsExactly("GET 20", "GET 13", "GET 6");
    }

    @Test
    void replyWithoutAnObjectFailsTheCommand() {
        bench.device.misbehaves(Misbehaviour.EMPTY);

        assertFailure(bench.failureOf(get(row(1))), FailureCode.DEVICE_ERROR, "answered nothing to " + row(1));
    }

    @Test
    void replyForAnotherObjectFailsTheCommand() {
        bench.device.misbehaves(Misbehaviour.WRONG_OID);

        assertFailure(
                bench.failureOf(get(row(1), row(2))),
                FailureCode.DEVICE_ERROR,
                "answered " + row(1) + ".7 to " + row(1));
    }

    @Test
    void replyWithOneObjectTooManyFailsTheCommand() {
        bench.device.misbehaves(Misbehaviour.ONE_TOO_MANY);

        assertFailure(bench.failureOf(get(row(1), row(2))), FailureCode.DEVICE_ERROR, "answered 3 objects to 2");
    }

    @Test
    void errorStatusNamesTheObject() {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N_AT_BAD, 5);

        assertFailure(
                bench.failureOf(get(row(1), FakeDevice.BAD, row(2))),
                FailureCode.DEVICE_ERROR,
                "genErr (5) at " + FakeDevice.BAD);
    }

    @Test
    void errorStatusWithoutAnObjectSaysSo() {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N_UNNAMED_AT_BAD, 5);

        assertFailure(
                bench.failureOf(get(row(1), FakeDevice.BAD)),
                FailureCode.DEVICE_ERROR,
                "genErr (5) at one of 2 objects");
    }

    @Test
    void authorizationErrorIsARefusedCredential() {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N, 16);

        assertFailure(bench.failureOf(get(row(1))), FailureCode.AUTH_FAILED, "authorizationError (16)");
    }

    @Test
    void errorStatusOutOfTheStandardKeepsItsNumber() {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N, 99);

        assertFailure(bench.failureOf(get(row(1))), FailureCode.DEVICE_ERROR, "error-status (99) at " + row(1));
    }

    @Test
    void noSuchNameIsAnAbsentObjectAndTheRestIsRead() throws Exception {
        bench.device.misbehaves(Misbehaviour.SPEAKS_V1);

        List<VarBind> answer = whole(bench.run(get(row(1), row(777), row(2), row(778))));

        assertThat(answer)
                .containsExactly(
                        new VarBind(row(1), new SnmpValue.Integer32(1)),
                        new VarBind(row(777), new SnmpValue.NoSuchObject()),
                        new VarBind(row(2), new SnmpValue.Integer32(2)),
                        new VarBind(row(778), new SnmpValue.NoSuchObject()));
        assertThat(bench.seen()).containsExactly("GET 4", "GET 3", "GET 2");
    }

    @Test
    void silentDeviceFailsTheCommandAfterOneRequest() {
        bench.device.misbehaves(Misbehaviour.SILENT);

        assertFailure(bench.failureOf(get(rowOids(1, 128))), FailureCode.DEVICE_TIMEOUT, "after 3 sends");
        assertThat(bench.seen()).containsExactly("GET 92", "GET 92", "GET 92");
    }

    @Test
    void deadlineFailsTheCommand() {
        bench.device.misbehaves(Misbehaviour.SILENT);

        assertFailure(bench.failureOf(get(row(1)), Duration.ofSeconds(3)), FailureCode.RUN_FOR, "after 2 sends");
    }

    private Command.SnmpGet get(Oid... oids) {
        return get(List.of(oids));
    }

    private Command.SnmpGet get(List<Oid> oids) {
        return new Command.SnmpGet(bench.target(), oids);
    }

    private static Oid row(int row) {
        return COLUMN.append(row);
    }

    private static List<Oid> rowOids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(SnmpGetTest::row).toList();
    }
}
