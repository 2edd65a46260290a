package io.pypnm.remote.agent.snmp.command;

import static io.pypnm.remote.agent.snmp.command.Bench.COLUMN;
import static io.pypnm.remote.agent.snmp.command.Bench.assertFailure;
import static io.pypnm.remote.agent.snmp.command.Bench.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.snmp.Misbehaviour;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SnmpSetTest {
    private static final Oid FIRST = COLUMN.append(1);
    private static final Oid SECOND = COLUMN.append(2);

    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench();
        bench.device.hasColumn(COLUMN, 2);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void allObjectsAreSetByOnePdu() throws Exception {
        List<VarBind> answer = whole(bench.run(set(to(FIRST, 10), to(SECOND, 20))));

        assertThat(answer).containsExactly(to(FIRST, 10), to(SECOND, 20));
        assertThat(bench.device.holds(SECOND)).isEqualTo(new SnmpValue.Integer32(20));
        assertThat(bench.seen()).containsExactly("SET 2");
    }

    @Test
    void errorStatusNamesTheObjectAndNothingIsSentAgain() {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N, 17);

        assertFailure(
                bench.failureOf(set(to(FIRST, 10), to(SECOND, 20))),
                FailureCode.DEVICE_ERROR,
                "notWritable (17) at " + FIRST);
        assertThat(bench.seen()).containsExactly("SET 2");
    }

    /// Splitting it would give up "all or nothing".
    @Test
    void tooBigIsNotSplit() {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N, 1);

        assertFailure(bench.failureOf(set(to(FIRST, 10), to(SECOND, 20))), FailureCode.DEVICE_ERROR, "tooBig (1)");
        assertThat(bench.seen()).containsExactly("SET 2");
    }

    @Test
    void answerForAnotherObjectFailsTheCommand() {
        bench.device.misbehaves(Misbehaviour.SETS_ANOTHER);

        assertFailure(bench.failureOf(set(to(FIRST, 10))), FailureCode.DEVICE_ERROR, "names other objects");
    }

    @Test
    void unansweredSetThatWasCarriedOutReadsBackEqual() {
        bench.device.misbehaves(Misbehaviour.SILENT_AFTER_SET);

        assertFailure(
                bench.failureOf(set(to(FIRST, 10), to(SECOND, 20))),
                FailureCode.DEVICE_TIMEOUT,
                "after 1 send; the SET was sent once and may have been carried out; read back: equal");
        assertThat(bench.seen()).containsExactly("SET 2", "GET 2");
        assertThat(bench.device.setsDone()).isEqualTo(1);
    }

    @Test
    void unansweredSetThatWasNotCarriedOutReadsBackDifferent() {
        bench.device.misbehaves(Misbehaviour.SILENT_BEFORE_SET);

        assertFailure(
                bench.failureOf(set(to(FIRST, 10))),
                FailureCode.DEVICE_TIMEOUT,
                "may have been carried out; read back: different");
    }

    @Test
    void bitsReadBackAsTheOctetsTheyTravelAs() {
        bench.device.misbehaves(Misbehaviour.SILENT_AFTER_SET);
        var bits = new VarBind(FIRST, new SnmpValue.Bits(Octets.of((byte) 0xa0)));

        assertFailure(bench.failureOf(set(bits)), FailureCode.DEVICE_TIMEOUT, "read back: equal");
    }

    @Test
    void deviceThatIsGoneAfterTheSetSaysNothingOnReadBack() {
        bench.device.misbehaves(Misbehaviour.DIES_OF_SET);

        assertFailure(bench.failureOf(set(to(FIRST, 10))), FailureCode.DEVICE_TIMEOUT, "read back: no answer");
        assertThat(bench.seen()).containsExactly("SET 1", "GET 1", "GET 1", "GET 1");
    }

    @Test
    void deadlineAfterTheSetIsATimeoutAndNoReadBackOutlivesIt() {
        bench.device.misbehaves(Misbehaviour.SILENT_AFTER_SET);

        assertFailure(
                bench.failureOf(set(to(FIRST, 10)), Duration.ofSeconds(1)),
                FailureCode.DEVICE_TIMEOUT,
                "read back: no answer");
        assertThat(bench.seen()).containsExactly("SET 1");
    }

    @Test
    void setAfterItsDeadlineIsNeverSent() {
        assertFailure(
                bench.failureOf(set(to(FIRST, 10)), Duration.ZERO), FailureCode.RUN_FOR, "before the request was sent");
        assertThat(bench.seen()).isEmpty();
    }

    private Command.SnmpSet set(VarBind... varBinds) {
        return new Command.SnmpSet(bench.target(), List.of(varBinds));
    }

    private static VarBind to(Oid oid, int value) {
        return new VarBind(oid, new SnmpValue.Integer32(value));
    }
}
