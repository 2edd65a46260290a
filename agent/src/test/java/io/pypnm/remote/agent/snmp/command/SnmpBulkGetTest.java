package io.pypnm.remote.agent.snmp.command;

import static io.pypnm.remote.agent.snmp.command.Bench.COLUMN;
import static io.pypnm.remote.agent.snmp.command.Bench.assertFailure;
import static io.pypnm.remote.agent.snmp.command.Bench.partial;
import static io.pypnm.remote.agent.snmp.command.Bench.rows;
import static io.pypnm.remote.agent.snmp.command.Bench.varBinds;
import static io.pypnm.remote.agent.snmp.command.Bench.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.snmp.FakeDevice;
import io.pypnm.remote.agent.snmp.Misbehaviour;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class SnmpBulkGetTest {
    private static final VarBind BAD = new VarBind(FakeDevice.BAD, new SnmpValue.Integer32(3));

    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench();
        bench.device.hasColumn(COLUMN, 4_096);
        bench.device.has(BAD.oid(), BAD.value());
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void fourThousandObjectsComeInTheOrderAsked() throws Exception {
        List<Oid> backwards = rowOids(1, 4_096).reversed();

        List<VarBind> answer = whole(bench.run(get(backwards)));

        assertThat(answer).isEqualTo(rows(COLUMN, 1, 4_096).reversed());
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_STATUS_N_AT_BAD", "ERROR_STATUS_N_UNNAMED_AT_BAD"})
    void objectWithAnErrorIsMissingAndAllOthersAreRead(Misbehaviour misbehaviour) throws Exception {
        bench.device.misbehaves(misbehaviour, 5);
        List<Oid> oids = new ArrayList<>(rowOids(1, 100));
        oids.add(33, BAD.oid());

        Outcome.Partial outcome = partial(bench.run(get(oids)));

        assertThat(varBinds(outcome.reply())).isEqualTo(rows(COLUMN, 1, 100));
        assertThat(outcome.missing())
                .containsExactly(
                        new Missing(BAD.oid().toString(), Missing.Code.DEVICE_ERROR, "genErr (5) at " + BAD.oid()));
    }

    /// After the object was found, the rest must not be asked for one by one.
    @Test
    void searchForAnUnnamedErrorTakesFewRequests() throws Exception {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N_UNNAMED_AT_BAD, 5);
        List<Oid> oids = new ArrayList<>(rowOids(1, 500));
        oids.add(250, BAD.oid());

        partial(bench.run(get(oids)));

        assertThat(bench.seen()).hasSizeLessThan(30);
    }

    @Test
    void errorsOfAllObjectsFailTheCommand() {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N, 5);

        assertFailure(bench.failureOf(get(rowOids(1, 3))), FailureCode.DEVICE_ERROR, "genErr (5) at " + COLUMN + ".1");
    }

    @Test
    void objectWithoutItsAnswerIsMissing() throws Exception {
        bench.device.misbehaves(Misbehaviour.ONE_TOO_MANY);

        assertFailure(bench.failureOf(get(rowOids(1, 3))), FailureCode.DEVICE_ERROR, "answered 2 objects to 1");
    }

    @Test
    void groupThatGetsNoAnswerIsMissingAndTheNextIsTried() throws Exception {
        bench.device.misbehaves(Misbehaviour.SILENT_AT_BAD);
        List<Oid> oids = new ArrayList<>(rowOids(1, 200));
        oids.add(100, BAD.oid());

        Outcome.Partial outcome = partial(bench.run(get(oids)));

        assertThat(outcome.missing())
                .hasSizeLessThan(95)
                .extracting(Missing::what)
                .contains(BAD.oid().toString());
        assertThat(codes(outcome)).containsOnly(Missing.Code.DEVICE_TIMEOUT);
        assertThat(varBinds(outcome.reply()))
                .hasSize(201 - outcome.missing().size())
                .endsWith(rows(COLUMN, 200, 200).getFirst());
        assertThat(bench.seen()).as("answer, three sends, answer").hasSize(5);
    }

    @Test
    void deviceThatStopsAnsweringIsGivenUpAfterTwoSilences() throws Exception {
        bench.device.misbehaves(Misbehaviour.SILENT_AFTER_N, 1);

        Outcome.Partial outcome = partial(bench.run(get(rowOids(1, 4_096))));

        assertThat(varBinds(outcome.reply())).isEqualTo(rows(COLUMN, 1, 92));
        assertThat(codes(outcome)).hasSize(4_096 - 92).containsOnly(Missing.Code.DEVICE_TIMEOUT);
        assertThat(bench.seen()).as("one answer, three sends, one more").hasSize(1 + 3 + 1);
    }

    @Test
    void silentDeviceFailsTheCommand() {
        bench.device.misbehaves(Misbehaviour.SILENT);

        assertFailure(bench.failureOf(get(rowOids(1, 10))), FailureCode.DEVICE_TIMEOUT, "after 3 sends");
    }

    @Test
    void deadlineLeavesTheRestMissing() throws Exception {
        bench.device.misbehaves(Misbehaviour.SILENT_AFTER_N, 1);

        Outcome.Partial outcome = partial(bench.run(get(rowOids(1, 100)), Duration.ofSeconds(3)));

        assertThat(varBinds(outcome.reply())).isEqualTo(rows(COLUMN, 1, 92));
        assertThat(codes(outcome)).hasSize(100 - 92).containsOnly(Missing.Code.RUN_FOR);
    }

    @Test
    void answerPastItsSizeLeavesTheRestMissing() throws Exception {
        try (var small = new Bench(new AnswerRoom(1_000, 10_000))) {
            for (int row = 1; row <= 10; row++) {
                small.device.has(COLUMN.append(row), new SnmpValue.OctetString(Octets.of(new byte[100])));
            }

            Outcome.Partial outcome = partial(small.run(new Command.SnmpBulkGet(small.target(), rowOids(1, 10))));

            assertThat(varBinds(outcome.reply())).hasSize(2);
            assertThat(codes(outcome)).hasSize(8).containsOnly(Missing.Code.TOO_LARGE);
        }
    }

    private static List<Missing.Code> codes(Outcome.Partial outcome) {
        return outcome.missing().stream().map(Missing::code).toList();
    }

    private Command.SnmpBulkGet get(List<Oid> oids) {
        return new Command.SnmpBulkGet(bench.target(), oids);
    }

    private static List<Oid> rowOids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(COLUMN::append).toList();
    }
}
