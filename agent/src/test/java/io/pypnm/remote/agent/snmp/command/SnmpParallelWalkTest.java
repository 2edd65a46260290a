package io.pypnm.remote.agent.snmp.command;

import static io.pypnm.remote.agent.snmp.command.Bench.assertFailure;
import static io.pypnm.remote.agent.snmp.command.Bench.partial;
import static io.pypnm.remote.agent.snmp.command.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.snmp.FakeDevice;
import io.pypnm.remote.agent.snmp.Misbehaviour;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class SnmpParallelWalkTest {
    private static final Oid TABLE = Oid.parse("1.3.6.1.4.1.9999.7.1");
    private static final Oid EMPTY = Oid.parse("1.3.6.1.3.1");

    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void columnsOfATableAreReadInOneGetbulk() throws Exception {
        hasTable(4, 4, 4);

        assertTrees(whole(walk(column(1), column(2), column(3))), 4, 4, 4);
        assertThat(bench.seen()).containsExactly("GETBULK 10 x 3");
    }

    @Test
    void treesAreAnsweredInTheOrderAsked() throws Exception {
        hasTable(2, 3, 1);

        assertThat(whole(walk(column(3), column(1), column(2))))
                .extracting(Reply.Trees.Tree::root)
                .containsExactly(column(3), column(1), column(2));
    }

    @Test
    void columnsThatEndAtDifferentTimesAreWhole() throws Exception {
        hasTable(3, 100, 35, 1);

        assertTrees(whole(walk(column(1), column(2), column(3), column(4))), 3, 100, 35, 1);
    }

    /// The first row of the last reply lies outside of all trees, so it shows nothing of the order.
    @Test
    void endThatNothingVouchesForIsAskedForAgain() throws Exception {
        hasTable(10, 10);

        assertTrees(whole(walk(column(1), column(2))), 10, 10);
        assertThat(bench.seen()).containsExactly("GETBULK 10 x 2", "GETBULK 10 x 2", "GETNEXT x 2");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 0",
        "TRUNCATES_TO_N, 1",
        "TRUNCATES_TO_N, 2",
        "TRUNCATES_TO_N, 7",
        "TRUNCATES_TO_N, 8",
        "TOO_BIG_OVER_N, 1",
        "TOO_BIG_OVER_N, 3",
        "TOO_BIG_OVER_N, 11",
        "SILENT_OVER_N, 1",
        "SILENT_OVER_N, 2",
        "SILENT_OVER_N, 9",
        "DROPS_FIRST_N, 1",
        "BY_COLUMN, 0",
        "FIRST_COLUMN_ONLY, 0",
        "LEAVES_OUT_EVERY_N, 2",
        "LEAVES_OUT_EVERY_N, 3",
        "LEAVES_OUT_EVERY_N, 7",
        "LEAVES_OUT_ENDS, 0",
        "SORTS, 0",
        "SORTS_DOWN, 0",
        "FILLS_UP, 0",
        "SPEAKS_V1, 0",
    })
    void everyObjectIsReadOnceWhateverTheDeviceDoesWithItsReplies(Misbehaviour how, int n) throws Exception {
        var random = new Random(11);
        for (int table = 0; table < 8; table++) {
            try (var other = new Bench()) {
                int[] lengths = random.ints(1 + random.nextInt(7), 1, 40).toArray();
                hasTable(other, lengths);
                List<Oid> roots = new ArrayList<>(columns(lengths.length));
                Collections.shuffle(roots, random);
                roots = roots.subList(0, (roots.size() + 2) / 2);
                other.device.misbehaves(how, n);

                Outcome outcome = other.run(new Command.SnmpParallelWalk(other.target(), roots, 10, 1_000));

                int[] wanted = roots.stream()
                        .mapToInt(root -> lengths[columnNumber(root) - 1])
                        .toArray();
                assertTrees(whole(outcome), wanted);
            }
        }
    }

    @Test
    void neighbourOfTheLastTreeIsNotRead() throws Exception {
        hasTable(5, 5);
        bench.device.hasColumn(Oid.parse("1.3.6.1.4.1.9999.7.11"), 5);
        bench.device.hasColumn(column(20), 5);

        assertTrees(whole(walk(column(1), column(2))), 5, 5);
    }

    @Test
    void treesWithinEachOtherAreReadOneAfterTheOther() throws Exception {
        hasTable(5, 5);

        List<Reply.Trees.Tree> trees = whole(walk(TABLE, column(2)));

        assertThat(trees.get(0).varBinds()).hasSize(10);
        assertThat(trees.get(1).varBinds()).isEqualTo(rows(column(2), 1, 5));
    }

    @Test
    void emptyTreesAreWholeAndTheirRootsAreReadInOneGet() throws Exception {
        hasTable(3);
        bench.device.has(Oid.parse("1.3.6.1.4.1.9998.1.0"), new SnmpValue.Integer32(9));
        Oid instance = Oid.parse("1.3.6.1.4.1.9998.1.0");

        List<Reply.Trees.Tree> trees = whole(walk(column(1), EMPTY, instance));

        assertThat(trees.get(1).varBinds()).isEmpty();
        assertThat(trees.get(2).varBinds()).containsExactly(new VarBind(instance, new SnmpValue.Integer32(9)));
        assertThat(bench.seen()).endsWith("GET 2");
    }

    @Test
    void limitIsOfEachTree() throws Exception {
        hasTable(20, 7, 20);

        Outcome.Partial outcome = partial(bench.run(new Command.SnmpParallelWalk(bench.target(), columns(3), 10, 10)));

        assertTrees(((Reply.Trees) outcome.reply()).trees(), 10, 7, 10);
        assertMissing(outcome, Missing.Code.LIMIT, column(1), column(3));
    }

    @Test
    void errorAtOneTreeLeavesTheOthers() throws Exception {
        bench.device.hasColumn(column(1), 5);
        bench.device.has(FakeDevice.BAD, new SnmpValue.Integer32(1));
        Oid bad = Oid.parse("1.3.6.1.4.1.9999.2");
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N_AT_BAD, 5);

        Outcome.Partial outcome = partial(walk(bad, column(1)));

        assertThat(((Reply.Trees) outcome.reply()).trees().get(1).varBinds()).isEqualTo(rows(column(1), 1, 5));
        assertMissing(outcome, Missing.Code.DEVICE_ERROR, bad);
        assertThat(outcome.missing().getFirst().detail()).contains("genErr (5)");
    }

    @Test
    void errorThatNamesNoTreeIsFoundOutTreeByTree() throws Exception {
        hasTable(5, 5, 5);
        bench.device.has(FakeDevice.BAD, new SnmpValue.Integer32(1));
        Oid bad = Oid.parse("1.3.6.1.4.1.9999.2");
        bench.device.misbehaves(Misbehaviour.ERROR_STATUS_N_UNNAMED_AT_BAD, 5);

        Outcome.Partial outcome = partial(walk(column(1), bad, column(2), column(3)));

        List<Reply.Trees.Tree> trees = ((Reply.Trees) outcome.reply()).trees();
        assertTrees(List.of(trees.get(0), trees.get(2), trees.get(3)), 5, 5, 5);
        assertMissing(outcome, Missing.Code.DEVICE_ERROR, bad);
    }

    @Test
    void deviceThatAnswersWithoutObjectsFailsTheWalk() {
        hasTable(5, 5);
        bench.device.misbehaves(Misbehaviour.EMPTY);

        assertFailure(
                bench.failureOf(command(column(1), column(2))),
                FailureCode.DEVICE_ERROR,
                "answered without an object after " + column(1));
    }

    @Test
    void deviceThatStandsStillIsStopped() throws Exception {
        hasTable(30, 30);
        bench.device.misbehaves(Misbehaviour.STANDS_STILL_AFTER_N, 2);

        Outcome.Partial outcome = partial(walk(column(1), column(2)));

        assertTrees(((Reply.Trees) outcome.reply()).trees(), 20, 20);
        assertMissing(outcome, Missing.Code.NOT_INCREASING, column(1), column(2));
    }

    @Test
    void answersFromElsewhereAreNoAnswers() {
        hasTable(5, 5);
        bench.device.misbehaves(Misbehaviour.FOREIGN_PORT);

        assertFailure(bench.failureOf(command(column(1), column(2))), FailureCode.DEVICE_TIMEOUT, "was not trusted");
    }

    @Test
    void loopStopsItsTreeOnly() throws Exception {
        hasTable(5, 12);
        bench.device.misbehaves(Misbehaviour.LOOPS);

        Outcome outcome = walk(column(1), column(2));

        Outcome.Partial partial = partial(outcome);
        assertTrees(((Reply.Trees) partial.reply()).trees(), 5, 12);
        assertMissing(partial, Missing.Code.NOT_INCREASING, column(2));
    }

    @Test
    void deviceThatGoesSilentLeavesWhatWasReadAndIsAskedOnceMore() throws Exception {
        hasTable(100, 100, 100);
        bench.device.misbehaves(Misbehaviour.SILENT_AFTER_N, 2);

        Outcome.Partial outcome = partial(walk(column(1), column(2), column(3)));

        assertTrees(((Reply.Trees) outcome.reply()).trees(), 20, 20, 20);
        assertMissing(outcome, Missing.Code.DEVICE_TIMEOUT, column(1), column(2), column(3));
        assertThat(bench.seen())
                .containsExactly(
                        "GETBULK 10 x 3",
                        "GETBULK 10 x 3",
                        "GETBULK 10 x 3",
                        "GETBULK 10 x 3",
                        "GETNEXT",
                        "GETBULK 10 x 2");
    }

    @Test
    void runForLeavesWhatWasRead() throws Exception {
        hasTable(100, 100);
        bench.device.misbehaves(Misbehaviour.SILENT_AFTER_N, 1);

        Outcome.Partial outcome = partial(bench.run(command(column(1), column(2)), Duration.ofSeconds(3)));

        assertTrees(((Reply.Trees) outcome.reply()).trees(), 10, 10);
        assertMissing(outcome, Missing.Code.RUN_FOR, column(1), column(2));
    }

    @Test
    void answerThatGrowsTooLargeIsCutInEveryTree() throws Exception {
        try (var small = new Bench(new AnswerRoom(3_000, 1 << 20))) {
            hasTable(small, 100, 100);

            Outcome.Partial outcome =
                    partial(small.run(new Command.SnmpParallelWalk(small.target(), columns(2), 10, 1_000)));

            assertMissing(outcome, Missing.Code.TOO_LARGE, column(1), column(2));
            assertThat(((Reply.Trees) outcome.reply()).trees().get(0).varBinds())
                    .hasSizeBetween(10, 40);
        }
    }

    @Test
    void nothingReadOfAnyTreeIsTheFailureOfTheFirst() {
        hasTable(5, 5);
        bench.device.misbehaves(Misbehaviour.SILENT);

        assertFailure(
                bench.failureOf(command(column(1), column(2))),
                FailureCode.DEVICE_TIMEOUT,
                "after 2 sends; nor to a GETNEXT after that");
        assertThat(bench.seen()).containsExactly("GETBULK 10 x 2", "GETBULK 10 x 2", "GETNEXT", "GETBULK 10");
    }

    @Test
    void sixtyFourTreesAreReadInDatagramsThatAreNotFragmented() throws Exception {
        int[] lengths = new int[64];
        Arrays.fill(lengths, 5);
        hasTable(lengths);

        List<Reply.Trees.Tree> trees =
                whole(bench.run(new Command.SnmpParallelWalk(bench.target(), columns(64), 500, 1_000)));

        assertTrees(trees, lengths);
        assertThat(bench.device.received())
                .allSatisfy(it -> assertThat(it.bytes()).isLessThan(1_452));
    }

    private Outcome walk(Oid... roots) throws Exception {
        return bench.run(command(roots));
    }

    private Command.SnmpParallelWalk command(Oid... roots) {
        return new Command.SnmpParallelWalk(bench.target(), List.of(roots), 10, 1_000);
    }

    private static List<Reply.Trees.Tree> whole(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        return ((Reply.Trees) ((Outcome.Completed) outcome).reply()).trees();
    }

    private static void assertTrees(List<Reply.Trees.Tree> trees, int... lengths) {
        assertThat(trees).hasSize(lengths.length);
        for (int i = 0; i < lengths.length; i++) {
            assertThat(trees.get(i).varBinds()).isEqualTo(rows(trees.get(i).root(), 1, lengths[i]));
        }
    }

    private static void assertMissing(Outcome.Partial outcome, Missing.Code code, Oid... roots) {
        assertThat(outcome.missing()).extracting(Missing::code).containsOnly(code);
        assertThat(outcome.missing())
                .extracting(Missing::what)
                .containsExactly(Arrays.stream(roots).map(Oid::toString).toArray(String[]::new));
    }

    private void hasTable(int... lengths) {
        hasTable(bench, lengths);
    }

    private static void hasTable(Bench bench, int... lengths) {
        for (int i = 0; i < lengths.length; i++) {
            bench.device.hasColumn(column(i + 1), lengths[i]);
        }
    }

    private static List<Oid> columns(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(SnmpParallelWalkTest::column)
                .toList();
    }

    private static Oid column(int number) {
        return TABLE.append(number);
    }

    private static int columnNumber(Oid column) {
        return (int) column.arc(column.length() - 1);
    }
}
