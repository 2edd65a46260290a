package io.pypnm.remote.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.system.history.HistoryEvent.Accepted;
import io.pypnm.remote.system.history.HistoryEvent.Answered;
import io.pypnm.remote.system.history.HistoryEvent.Attempted;
import io.pypnm.remote.system.history.HistoryEvent.Counted;
import io.pypnm.remote.system.history.HistoryEvent.Delivered;
import io.pypnm.remote.system.history.HistoryEvent.DeviceSet;
import io.pypnm.remote.system.history.HistoryEvent.Drained;
import io.pypnm.remote.system.history.HistoryEvent.Killed;
import io.pypnm.remote.system.history.HistoryEvent.Open;
import io.pypnm.remote.system.history.HistoryEvent.Ready;
import io.pypnm.remote.system.history.HistoryEvent.Receipted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every invariant is broken here at least once by a forged history that is good but for one thing.
final class HistoryCheckerTest {
    private static final Instant T0 = Instant.parse("2026-11-23T09:00:00Z");
    private static final AgentId AGENT = new AgentId("jump-01");
    private static final AgentId OTHER = new AgentId("jump-02");
    private static final CommandId READ = CommandId.parse("019abc00-0000-7000-8000-000000000001");
    private static final CommandId SET = CommandId.parse("019abc00-0000-7000-8000-000000000002");
    private static final CommandId NEVER_SEEN = CommandId.parse("019abc00-0000-7000-8000-00000000000f");
    private static final String DEVICE = "127.20.0.2";
    private static final String OID = "1.3.6.1.3.9999.1.1.1.1";

    @TempDir
    private Path folder;

    private record Verdict(int exitCode, String text, String error) {}

    @Test
    void goodHistoryPasses() throws IOException {
        Verdict verdict = check(good());

        assertThat(verdict.text()).doesNotContain("BROKEN");
        assertThat(verdict.text().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "attempted 2",
                        "accepted 2",
                        "completed 2",
                        "lost 0",
                        "duplicated 0",
                        "redelivered 1",
                        "kills 1",
                        "recovery 4.0 s");
        assertThat(verdict.exitCode()).isZero();
    }

    @Test
    void lostCommandBreaksI1() throws IOException {
        Verdict verdict = check(without(
                event -> event instanceof Answered answered && answered.id().equals(READ)));

        assertThat(verdict.text()).contains("I1: lost: read-1 " + READ).containsPattern("lost +1\n");
        assertThat(verdict.exitCode()).isOne();
    }

    @Test
    void commandThatNeverEndsBreaksI1() throws IOException {
        List<HistoryEvent> events = without(
                event -> event instanceof Answered answered && answered.id().equals(READ));
        events.add(new Open(after(60), READ));

        assertBroken(events, "I1: still open: read-1");
    }

    @Test
    void secondOutcomeBreaksI1() throws IOException {
        assertBroken(with(answered(READ, OutcomeKind.FAILED, 7)), "I1: ended as [COMPLETED, FAILED]: read-1");
    }

    @Test
    void outcomeLongAfterEveryDeadlineBreaksI1() throws IOException {
        List<HistoryEvent> events = without(
                event -> event instanceof Answered answered && answered.id().equals(READ));
        events.add(answered(READ, OutcomeKind.COMPLETED, 121));

        assertBroken(events, "I1: ended 1000 ms after its time: read-1");
    }

    @Test
    void outcomeOfNoRequestBreaksI2() throws IOException {
        assertBroken(with(answered(NEVER_SEEN, OutcomeKind.COMPLETED, 7)), "I2: unexpected: Answered[");
    }

    @Test
    void setThatNobodyAskedForBreaksI2() throws IOException {
        assertBroken(with(new DeviceSet(after(3), DEVICE, OID, "4711")), "I2: unexpected: DeviceSet[");
    }

    @Test
    void setThatWasNeverAcceptedBreaksI2() throws IOException {
        assertBroken(
                with(
                        new Attempted(after(1), "set-2", AGENT, Effect.SET, DEVICE, "78"),
                        new DeviceSet(after(3), DEVICE, OID, "78")),
                "I2: unexpected: run and never accepted: set-2");
    }

    @Test
    void outcomeUnderAnotherAgentBreaksI2() throws IOException {
        List<HistoryEvent> events = without(
                event -> event instanceof Answered answered && answered.id().equals(READ));
        events.add(new Answered(after(9), READ, OTHER, READ, OutcomeKind.COMPLETED, 1, after(2)));

        assertBroken(events, "I2: misrouted to jump-02: read-1");
    }

    @Test
    void outcomeOfAnotherCommandBreaksI2() throws IOException {
        List<HistoryEvent> events = without(
                event -> event instanceof Answered answered && answered.id().equals(READ));
        events.add(new Answered(after(9), READ, AGENT, SET, OutcomeKind.COMPLETED, 1, after(2)));

        assertBroken(events, "I2: misrouted: the outcome of " + SET + " is shown for read-1");
    }

    @Test
    void setOnAnotherDeviceBreaksI2() throws IOException {
        List<HistoryEvent> events = without(DeviceSet.class::isInstance);
        events.add(new DeviceSet(after(2), "127.20.0.3", OID, "77"));

        assertBroken(events, "I2: misrouted to device 127.20.0.3: set-1");
    }

    @Test
    void setThatRanTwiceBreaksI3() throws IOException {
        Verdict verdict = check(with(new DeviceSet(after(8), DEVICE, OID, "77")));

        assertThat(verdict.text()).contains("I3: ran 2 times: set-1").containsPattern("duplicated +1\n");
        assertThat(verdict.exitCode()).isOne();
    }

    @Test
    void requestThatBecameTwoCommandsBreaksI3() throws IOException {
        assertBroken(
                with(accepted("read-1", NEVER_SEEN), answered(NEVER_SEEN, OutcomeKind.COMPLETED, 7)),
                "I3: one request became 2 commands: read-1");
    }

    @Test
    void idGivenToTwoRequestsBreaksI3() throws IOException {
        assertBroken(
                with(new Attempted(T0, "read-2", AGENT, Effect.READ, DEVICE, ""), accepted("read-2", READ)),
                "I3: " + READ + " was given to read-1");
    }

    @Test
    void startAfterStartByBreaksI4() throws IOException {
        List<HistoryEvent> events = without(DeviceSet.class::isInstance);
        events.add(new DeviceSet(after(60).plusMillis(51), DEVICE, OID, "77"));

        assertBroken(events, "I4: ran 51 ms after its start-by: set-1");
    }

    @Test
    void receiptedOutcomeThatIsGoneBreaksI5() throws IOException {
        List<HistoryEvent> events = without(
                event -> event instanceof Answered answered && answered.id().equals(READ));
        events.add(new Receipted(after(2), READ, OutcomeKind.COMPLETED));
        events.add(answered(READ, OutcomeKind.FAILED, 9));

        assertBroken(events, "I5: receipted as COMPLETED and gone: read-1");
    }

    @Test
    void lateOutcomeMayHaveItsReceiptToo() throws IOException {
        Verdict verdict = check(with(new Receipted(after(20), READ, OutcomeKind.FAILED)));

        assertThat(verdict.exitCode()).isZero();
    }

    @Test
    void completedSetThatNoDeviceSawBreaksI6() throws IOException {
        assertBroken(without(DeviceSet.class::isInstance), "I6: said to be done and was not: set-1");
    }

    @Test
    void expiredSetThatRanBreaksI6() throws IOException {
        assertBroken(ending(SET, OutcomeKind.EXPIRED), "I6: said to be EXPIRED and was run: set-1");
    }

    @Test
    void unknownReadBreaksI6() throws IOException {
        assertBroken(ending(READ, OutcomeKind.UNKNOWN), "I6: a read cannot end unknown: read-1");
    }

    @Test
    void unknownWithoutAKillBreaksI6() throws IOException {
        List<HistoryEvent> events = ending(SET, OutcomeKind.UNKNOWN);
        events.removeIf(Killed.class::isInstance);

        assertBroken(events, "I6: unknown, though nothing was killed in its time: set-1");
    }

    @Test
    void unknownWithAKillIsTrue() throws IOException {
        Verdict verdict = check(ending(SET, OutcomeKind.UNKNOWN));

        assertThat(verdict.text()).doesNotContain("BROKEN");
    }

    @Test
    void frameForAnotherAgentBreaksI7() throws IOException {
        assertBroken(with(new Delivered(after(2), READ, OTHER)), "I7: reached agent jump-02: read-1");
    }

    @Test
    void remainderInAQueueBreaksI8() throws IOException {
        assertBroken(
                with(new Drained(after(70), "commands.jump-01.bulk", 1, 1)),
                "I8: queue commands.jump-01.bulk holds 1, 1 being delivered");
    }

    @Test
    void processThatStaysAwayBreaksI9() throws IOException {
        assertBroken(without(Ready.class::isInstance), "I9: gateway never came back");
    }

    @Test
    void slowRecoveryBreaksI9() throws IOException {
        List<HistoryEvent> events = without(Ready.class::isInstance);
        events.add(new Ready(after(64), "gateway"));

        assertBroken(events, "I9: gateway was away for 61000 ms");
    }

    @Test
    void sumThatDoesNotAddUpBreaksI10() throws IOException {
        assertBroken(
                with(new Counted(after(20), 2, 0, Map.of(OutcomeKind.COMPLETED, 1L))),
                "I10: accepted 2, ended and open 1 at 2026-11-23T09:00:20Z");
    }

    @Test
    void ledgerThatKnowsMoreThanItsCallersBreaksI10() throws IOException {
        List<HistoryEvent> events = without(Counted.class::isInstance);
        events.add(new Counted(after(99), 3, 0, Map.of(OutcomeKind.COMPLETED, 2L, OutcomeKind.FAILED, 1L)));

        assertBroken(events, "I10: the ledger counts 3 accepted, the callers 2", "I10: the ledger counts 1 failed");
    }

    @Test
    void everyInvariantIsBrokenAbove() throws IOException {
        String source =
                Files.readString(Path.of("src/test/java/io/pypnm/remote/system/history/HistoryCheckerTest.java"));

        assertThat(Arrays.stream(Invariant.values()))
                .allSatisfy(invariant -> assertThat(source).contains("\"" + invariant + ": "));
    }

    @Test
    void linesOfTheLabAreReadAsTheyAre() throws IOException {
        List<HistoryEvent> events = without(DeviceSet.class::isInstance);
        Path sets = folder.resolve("sets.jsonl");
        Files.writeString(sets, """
            {"device":"127.20.0.2","oid":"1.3.6.1.3.9999.1.1.1.1","type":"Integer32","value":77,"requestId":81,\
            "peer":"127.0.0.1:4711","at":"2026-11-23T09:00:02.123456Z","nanos":123456789}
            """);

        Verdict verdict = check(events, sets);

        assertThat(verdict.text()).doesNotContain("BROKEN");
        assertThat(verdict.exitCode()).isZero();
    }

    @Test
    void lineThatIsNoEventIsNamed() throws IOException {
        Path file = folder.resolve("broken.jsonl");
        Files.writeString(file, """
            {"at":"2026-11-23T09:00:00Z","event":"killed","process":"gateway"}
            {"at":"2026-11-23T09:00:00Z","event":"died"}
            """);

        Verdict verdict = check(List.of(), file);

        assertThat(verdict.error()).contains("broken.jsonl:2: unknown event: died");
        assertThat(verdict.exitCode()).isEqualTo(2);
    }

    @Test
    void emptyHistoryProvesNothing() throws IOException {
        Verdict verdict = check(List.of());

        assertThat(verdict.error()).contains("nothing was attempted");
        assertThat(verdict.exitCode()).isEqualTo(2);
    }

    /// A read, and a set that a kill fell into.
    private static List<HistoryEvent> good() {
        return new ArrayList<>(List.of(
                new Attempted(T0, "read-1", AGENT, Effect.READ, DEVICE, ""),
                accepted("read-1", READ),
                new Delivered(after(1), READ, AGENT),
                answered(READ, OutcomeKind.COMPLETED, 2),
                new Attempted(T0, "set-1", AGENT, Effect.SET, DEVICE, "77"),
                accepted("set-1", SET),
                new DeviceSet(after(2), DEVICE, OID, "77"),
                new Killed(after(3), "gateway"),
                new Ready(after(7), "gateway"),
                new Receipted(after(8), SET, OutcomeKind.COMPLETED),
                new Answered(after(9), SET, AGENT, SET, OutcomeKind.COMPLETED, 2, after(8)),
                new Counted(after(10), 2, 0, Map.of(OutcomeKind.COMPLETED, 2L)),
                new Drained(after(10), "commands.jump-01.interactive", 0, 0)));
    }

    private static List<HistoryEvent> with(HistoryEvent... more) {
        List<HistoryEvent> events = good();
        events.addAll(List.of(more));
        return events;
    }

    private static List<HistoryEvent> without(Predicate<HistoryEvent> what) {
        List<HistoryEvent> events = good();
        events.removeIf(what);
        return events;
    }

    /// The good history with another outcome of one command, which the ledger agrees with.
    private static List<HistoryEvent> ending(CommandId id, OutcomeKind outcome) {
        List<HistoryEvent> events = without(event -> event instanceof Counted
                || event instanceof Receipted
                || (event instanceof Answered answered && answered.id().equals(id)));
        events.add(answered(id, outcome, 8));
        return events;
    }

    private static Accepted accepted(String request, CommandId id) {
        return new Accepted(after(1), request, id, after(60), Duration.ofSeconds(30));
    }

    private static Answered answered(CommandId id, OutcomeKind outcome, int endedAt) {
        return new Answered(after(9), id, AGENT, id, outcome, 1, after(endedAt));
    }

    private static Instant after(int seconds) {
        return T0.plusSeconds(seconds);
    }

    private void assertBroken(List<HistoryEvent> events, String... messages) throws IOException {
        Verdict verdict = check(events);

        assertThat(verdict.text()).contains(messages);
        assertThat(verdict.exitCode()).isOne();
    }

    private Verdict check(List<HistoryEvent> events, Path... more) throws IOException {
        Path history = folder.resolve("history.jsonl");
        try (HistoryWriter writer = HistoryWriter.open(history)) {
            events.forEach(writer::write);
        }
        List<String> files = new ArrayList<>(List.of(history.toString()));
        Arrays.stream(more).map(Path::toString).forEach(files::add);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = HistoryChecker.run(
                files.toArray(String[]::new),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Verdict(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
