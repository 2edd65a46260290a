package io.pypnm.remote.agent.snmp.command;

import static io.pypnm.remote.agent.snmp.command.Bench.COLUMN;
import static io.pypnm.remote.agent.snmp.command.Bench.assertFailure;
import static io.pypnm.remote.agent.snmp.command.Bench.assertLack;
import static io.pypnm.remote.agent.snmp.command.Bench.partial;
import static io.pypnm.remote.agent.snmp.command.Bench.rows;
import static io.pypnm.remote.agent.snmp.command.Bench.varBinds;
import static io.pypnm.remote.agent.snmp.command.Bench.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.snmp.FakeDevice;
import io.pypnm.remote.agent.snmp.Misbehaviour;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class SnmpWalkTest {
    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench();
        bench.device.hasColumn(COLUMN, 100);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void walkReadsTheSubtreeAndStopsAtTheEndOfTheMib() throws Exception {
        assertThat(whole(bench.run(walk(COLUMN)))).isEqualTo(rows(COLUMN, 1, 100));
        assertThat(bench.seen()).containsExactly("GETBULK 25", "GETBULK 25", "GETBULK 25", "GETBULK 25", "GETBULK 25");
    }

    @Test
    void walkStaysInsideTheSubtreeByWholeArcs() throws Exception {
        Oid sibling = Oid.parse("1.3.6.1.4.1.9999.10");
        bench.device.hasColumn(sibling, 3);
        bench.device.hasColumn(Oid.parse("1.3.6.1.4.1.9998"), 3);

        assertThat(whole(bench.run(walk(COLUMN)))).isEqualTo(rows(COLUMN, 1, 100));
        assertThat(whole(bench.run(walk(sibling)))).isEqualTo(rows(sibling, 1, 3));
    }

    @Test
    void subtreeWithoutObjectsIsAnEmptyAnswer() throws Exception {
        assertThat(whole(bench.run(walk(Oid.parse("1.3.6.1.3"))))).isEmpty();
    }

    @Test
    void rootThatIsAnInstanceIsReadItself() throws Exception {
        assertThat(whole(bench.run(walk(COLUMN.append(7))))).isEqualTo(rows(COLUMN, 7, 7));
        assertThat(bench.seen()).containsExactly("GETBULK 25", "GET 1");
    }

    @Test
    void instanceAtTheEndOfTheMibIsReadItself() throws Exception {
        assertThat(whole(bench.run(walk(COLUMN.append(100))))).isEqualTo(rows(COLUMN, 100, 100));
    }

    @Test
    void noSuchNameIsTheEndOfTheMib() throws Exception {
        bench.device.misbehaves(Misbehaviour.SPEAKS_V1);

        assertThat(whole(bench.run(walk(COLUMN, 1, 1_000)))).isEqualTo(rows(COLUMN, 1, 100));
    }

    @Test
    void repliesWithFewerRepetitionsThanAskedAreWhole() throws Exception {
        bench.device.misbehaves(Misbehaviour.TRUNCATES_TO_N, 7);

        assertThat(whole(bench.run(walk(COLUMN)))).isEqualTo(rows(COLUMN, 1, 100));
        assertThat(bench.seen()).hasSize(15).containsOnly("GETBULK 25");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 12})
    void tooBigIsAnsweredWithFewerRepetitions(int most) throws Exception {
        bench.device.misbehaves(Misbehaviour.TOO_BIG_OVER_N, most);

        assertThat(whole(bench.run(walk(COLUMN)))).isEqualTo(rows(COLUMN, 1, 100));
    }

    @Test
    void repetitionsThatWereTooManyAreRememberedForTheNextWalk() throws Exception {
        bench.device.misbehaves(Misbehaviour.TOO_BIG_OVER_N, 6);
        bench.run(walk(COLUMN, 25, 12));
        bench.device.received().clear();

        bench.run(walk(COLUMN, 25, 12));

        assertThat(bench.seen()).startsWith("GETBULK 6");
    }

    @Test
    void repetitionsGrowAgainAfterARunOfAnswers() throws Exception {
        bench.device.misbehaves(Misbehaviour.TOO_BIG_OVER_N, 6);
        bench.run(walk(COLUMN, 25, 12));
        bench.device.misbehaves(Misbehaviour.NONE);
        bench.device.received().clear();

        bench.run(walk(COLUMN));

        assertThat(bench.seen()).startsWith("GETBULK 6").endsWith("GETBULK 24");
    }

    @Test
    void deviceIsNeverAskedForMoreThanTheAgentMay() throws Exception {
        Map<DeviceAddress, Integer> limits = Map.of(DeviceAddress.parse("127.0.0.1"), 7);
        try (var limited = new Bench(new AnswerRoom(1 << 20, 1 << 20), limits)) {
            limited.device.hasColumn(COLUMN, 100);

            assertThat(whole(limited.run(new Command.SnmpWalk(limited.target(), COLUMN, 25, 1_000))))
                    .isEqualTo(rows(COLUMN, 1, 100));
            assertThat(limited.seen()).containsOnly("GETBULK 7");
        }
    }

    @Test
    void deviceThatChokesOnLargeRepliesIsWalkedWithSmallOnes() throws Exception {
        bench.device.misbehaves(Misbehaviour.SILENT_OVER_N, 6);

        assertThat(whole(bench.run(walk(COLUMN)))).isEqualTo(rows(COLUMN, 1, 100));
        assertThat(bench.seen())
                .startsWith("GETBULK 25", "GETBULK 25", "GETNEXT", "GETBULK 12", "GETBULK 12", "GETNEXT", "GETBULK 6");
    }

    /// 10 silences of 2 s; each try to grow would cost 4 s more.
    @Test
    void deviceThatChokesIsNotTriedAgainAtOnce() throws Exception {
        bench.device.misbehaves(Misbehaviour.SILENT_OVER_N, 6);
        long before = bench.clock.nanos();

        bench.run(walk(COLUMN));
        bench.run(walk(COLUMN));

        assertThat(Duration.ofNanos(bench.clock.nanos() - before)).isLessThanOrEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void lostDatagramDoesNotLowerTheRepetitions() throws Exception {
        bench.device.misbehaves(Misbehaviour.DROPS_FIRST_N, 1);

        assertThat(whole(bench.run(walk(COLUMN)))).isEqualTo(rows(COLUMN, 1, 100));
        assertThat(bench.seen()).hasSize(6).containsOnly("GETBULK 25");
    }

    @Test
    void silentDeviceFailsTheWalkAfterAsManySendsAsAnyRead() {
        bench.device.misbehaves(Misbehaviour.SILENT);

        assertFailure(
                bench.failureOf(walk(COLUMN)),
                FailureCode.DEVICE_TIMEOUT,
                "after 2 sends of GETBULK and one of GETNEXT");
        assertThat(bench.seen()).containsExactly("GETBULK 25", "GETBULK 25", "GETNEXT");
    }

    @Test
    void withoutRetriesNothingIsSentTwice() {
        bench.device.misbehaves(Misbehaviour.SILENT);

        bench.failureOf(new Command.SnmpWalk(bench.target(0), COLUMN, 25, 1_000));

        assertThat(bench.seen()).containsExactly("GETBULK 25");
    }

    @Test
    void deviceThatStopsAnsweringLeavesWhatWasRead() throws Exception {
        bench.device.misbehaves(Misbehaviour.SILENT_AFTER_N, 2);

        assertLack(bench.run(walk(COLUMN)), Missing.Code.DEVICE_TIMEOUT, rows(COLUMN, 1, 50));
    }

    @Test
    void deadlineLeavesWhatWasRead() throws Exception {
        bench.device.misbehaves(Misbehaviour.SILENT_AFTER_N, 2);

        Outcome outcome = bench.run(walk(COLUMN), Duration.ofSeconds(3));

        assertLack(outcome, Missing.Code.RUN_FOR, rows(COLUMN, 1, 50));
    }

    @Test
    void deadlineBeforeAnythingWasReadFailsTheWalk() {
        bench.device.misbehaves(Misbehaviour.SILENT);

        assertFailure(bench.failureOf(walk(COLUMN), Duration.ofSeconds(3)), FailureCode.RUN_FOR, "run-for passed");
    }

    @Test
    void deviceThatGoesRoundIsStoppedAndLeavesWhatWasRead() throws Exception {
        bench.device.misbehaves(Misbehaviour.LOOPS);

        Outcome outcome = bench.run(walk(COLUMN));

        assertLack(outcome, Missing.Code.NOT_INCREASING, rows(COLUMN, 1, 100));
        assertThat(partial(outcome).missing().getFirst().detail())
                .contains("answered " + COLUMN + ".1 after " + COLUMN + ".100");
    }

    /// The first object lies before the root: leaving the subtree backwards is no end of a walk.
    @Test
    void deviceThatGoesRoundToBeforeTheRootIsStopped() throws Exception {
        bench.device.has(Oid.parse("1.3.6.1.2.1.1.1.0"), new SnmpValue.Integer32(0));
        bench.device.misbehaves(Misbehaviour.LOOPS);

        assertLack(bench.run(walk(COLUMN)), Missing.Code.NOT_INCREASING, rows(COLUMN, 1, 100));
    }

    @Test
    void deviceThatStandsStillIsStopped() throws Exception {
        bench.device.misbehaves(Misbehaviour.STANDS_STILL_AFTER_N, 1);

        assertLack(bench.run(walk(COLUMN)), Missing.Code.NOT_INCREASING, rows(COLUMN, 1, 25));
    }

    @Test
    void deviceThatStandsStillAtOnceFailsTheWalk() {
        bench.device.misbehaves(Misbehaviour.STANDS_STILL_AFTER_N, 0);

        assertFailure(
                bench.failureOf(walk(COLUMN)), FailureCode.DEVICE_ERROR, "answered " + COLUMN + " after " + COLUMN);
    }

    @Test
    void errorStatusMidwayLeavesAllThatLiesBeforeIt() throws Exception {
        bench.device.hasColumn(FakeDevice.BAD, 1);
        bench.device.has(FakeDevice.BAD, new SnmpValue.Integer32(3));
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N_AT_BAD, 5);

        Outcome outcome = bench.run(walk(Oid.parse("1.3.6.1.4.1.9999")));

        assertLack(outcome, Missing.Code.DEVICE_ERROR, rows(COLUMN, 1, 100));
        assertThat(partial(outcome).missing().getFirst().detail()).isEqualTo("genErr (5) after " + COLUMN + ".100");
    }

    @Test
    void errorStatusAtOnceFailsTheWalk() {
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N, 5);

        assertFailure(bench.failureOf(walk(COLUMN)), FailureCode.DEVICE_ERROR, "genErr (5) after " + COLUMN);
    }

    @Test
    void repliesWithoutAnObjectFailTheWalk() {
        bench.device.misbehaves(Misbehaviour.EMPTY);

        assertFailure(bench.failureOf(walk(COLUMN)), FailureCode.DEVICE_ERROR, "answered without an object");
    }

    @Test
    void limitLeavesTheRest() throws Exception {
        Outcome outcome = bench.run(walk(COLUMN, 25, 30));

        assertLack(outcome, Missing.Code.LIMIT, rows(COLUMN, 1, 30));
        assertThat(bench.seen()).containsExactly("GETBULK 25", "GETBULK 6");
    }

    @Test
    void subtreeOfExactlyTheLimitIsWhole() throws Exception {
        assertThat(whole(bench.run(walk(COLUMN, 25, 100)))).isEqualTo(rows(COLUMN, 1, 100));
    }

    @Test
    void answerPastItsSizeLeavesTheRest() throws Exception {
        try (var small = new Bench(new AnswerRoom(1_000, 10_000))) {
            var value = new SnmpValue.OctetString(Octets.of(new byte[100]));
            for (int row = 1; row <= 10; row++) {
                small.device.has(COLUMN.append(row), value);
            }

            Outcome outcome = small.run(new Command.SnmpWalk(small.target(), COLUMN, 25, 1_000));

            assertLack(
                    outcome,
                    Missing.Code.TOO_LARGE,
                    List.of(new VarBind(COLUMN.append(1), value), new VarBind(COLUMN.append(2), value)));
        }
    }

    @Test
    void answersThatAreReadAtOnceShareTheRoom() throws Exception {
        var room = new AnswerRoom(10_000, 1_000);
        try (var bench = new Bench(room)) {
            var value = new SnmpValue.OctetString(Octets.of(new byte[100]));
            for (int row = 1; row <= 3; row++) {
                bench.device.has(COLUMN.append(row), value);
            }
            var walk = new Command.SnmpWalk(bench.target(), COLUMN, 25, 1_000);
            Outcome beside;
            try (AnswerRoom.Share other = room.open()) {
                assertThat(other.take(new VarBind(COLUMN.append(1), value))).isTrue();
                beside = bench.run(walk);
            }

            Outcome alone = bench.run(walk);

            assertThat(varBinds(partial(beside).reply())).hasSize(1);
            assertThat(partial(beside).missing().getFirst().detail()).contains("1000 bytes of the agent's memory");
            assertThat(varBinds(partial(alone).reply())).hasSize(2);
        }
    }

    @Test
    void answerThatIsNotKeptYetStillHoldsItsRoom() throws Exception {
        try (var bench = new Bench(new AnswerRoom(10_000, 1_000))) {
            var value = new SnmpValue.OctetString(Octets.of(new byte[100]));
            for (int row = 1; row <= 2; row++) {
                bench.device.has(COLUMN.append(row), value);
            }
            var walk = new Command.SnmpWalk(bench.target(), COLUMN, 25, 1_000);
            CommandFailedException beside;
            try (var holdings = new Holdings()) {
                whole(bench.run(walk, holdings));
                beside = bench.failureOf(walk);
            }

            List<VarBind> afterwards = whole(bench.run(walk));

            assertFailure(beside, FailureCode.TOO_LARGE, "1000 bytes of the agent's memory");
            assertThat(afterwards).hasSize(2);
        }
    }

    @Test
    void objectThatIsLargerThanAnAnswerFailsTheWalk() throws Exception {
        try (var small = new Bench(new AnswerRoom(100, 10_000))) {
            small.device.has(COLUMN.append(1), new SnmpValue.OctetString(Octets.of(new byte[100])));

            assertFailure(
                    small.failureOf(new Command.SnmpWalk(small.target(), COLUMN, 25, 1_000)),
                    FailureCode.TOO_LARGE,
                    "100 bytes");
        }
    }

    private Command.SnmpWalk walk(Oid root) {
        return walk(root, 25, 1_000);
    }

    private Command.SnmpWalk walk(Oid root, int maxRepetitions, int limit) {
        return new Command.SnmpWalk(bench.target(), root, maxRepetitions, limit);
    }
}
