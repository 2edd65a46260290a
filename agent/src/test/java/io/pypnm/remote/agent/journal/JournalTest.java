package io.pypnm.remote.agent.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.agent.testing.MovableClock;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
    private static final String REPLY_TO = "outcomes.gw-1";
    private static final JournalConfig SMALL = new JournalConfig(64 << 10, 1000, 256, 4 << 10, Duration.ofHours(25));

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private final CommandIds ids = new CommandIds(clock, new Random(1));

    @Test
    void commandThatWasRunningWhenTheAgentDiedIsFoundInterrupted() throws Exception {
        CommandId id = ids.next();
        try (Journal journal = open()) {
            journal.started(id, Effect.SET, 1, REPLY_TO);
        }

        try (Journal journal = open()) {
            assertThat(journal.interrupted())
                    .containsExactly(new JournalEntry(id, Effect.SET, REPLY_TO, Stage.STARTED));
            assertThat(journal.unreceived()).isEmpty();
        }
    }

    @Test
    void outcomeWithoutReceiptIsThereAfterARestart() throws Exception {
        CommandId set = ids.next();
        CommandId read = ids.next();
        try (Journal journal = open()) {
            journal.started(set, Effect.SET, 1, REPLY_TO);
            journal.finished(set, Effect.SET, REPLY_TO, bytes("done"));
            journal.finished(read, Effect.READ, REPLY_TO, bytes("read"));
        }

        try (Journal journal = open()) {
            assertThat(journal.unreceived()).extracting(JournalEntry::id).containsExactly(set, read);
            assertThat(inline(journal, set)).isEqualTo("done");
            assertThat(inline(journal, read)).isEqualTo("read");
            assertThat(journal.interrupted()).isEmpty();
        }
    }

    @Test
    void receivedOutcomeIsKeptForRedeliveryButNotOfferedForSending() throws Exception {
        CommandId id = ids.next();
        try (Journal journal = open()) {
            journal.finished(id, Effect.READ, REPLY_TO, bytes("read"));
            journal.received(id);
        }

        try (Journal journal = open()) {
            assertThat(journal.unreceived()).isEmpty();
            assertThat(journal.find(id)).map(JournalEntry::stage).contains(Stage.RECEIVED);
            assertThat(inline(journal, id)).isEqualTo("read");
        }
    }

    @Test
    void deliveredReadIsForgottenAndDeliveredSetIsRememberedForTwentyFiveHours() throws Exception {
        CommandId read = ids.next();
        CommandId set = ids.next();
        try (Journal journal = open()) {
            journal.finished(read, Effect.READ, REPLY_TO, bytes("read"));
            journal.finished(set, Effect.SET, REPLY_TO, bytes("set"));
            journal.delivered(read);
            journal.delivered(set);
        }

        try (Journal journal = open()) {
            assertThat(journal.wasDelivered(read)).isFalse();
            assertThat(journal.wasDelivered(set)).isTrue();
            assertThat(journal.find(set)).isEmpty();
            clock.advance(Duration.ofHours(24));
            forceCompaction(journal);
            assertThat(journal.wasDelivered(set)).isTrue();
            clock.advance(Duration.ofHours(3));
            forceCompaction(journal);
            assertThat(journal.wasDelivered(set)).isFalse();
        }
    }

    @Test
    void instanceStaysWithTheJournalAndGoesWithIt() throws Exception {
        String first;
        try (Journal journal = open()) {
            first = journal.instance().toString();
            forceCompaction(journal);
        }
        try (Journal journal = open()) {
            assertThat(journal.instance()).hasToString(first);
        }

        Files.delete(file());

        try (Journal journal = open()) {
            assertThat(journal.instance().toString()).isNotEqualTo(first);
        }
    }

    @Test
    void tornTailIsCutOffWhereverTheWriteStopped() throws Exception {
        CommandId kept = ids.next();
        CommandId torn = ids.next();
        long before;
        try (Journal journal = open()) {
            journal.started(kept, Effect.SET, 1, REPLY_TO);
        }
        before = Files.size(file());
        try (Journal journal = open()) {
            journal.finished(torn, Effect.READ, REPLY_TO, bytes("an outcome that will be torn"));
        }
        byte[] whole = Files.readAllBytes(file());
        int end = (int) before + recordLength(whole, (int) before);

        for (int length = (int) before; length < end; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (Journal journal = open()) {
                assertThat(journal.interrupted()).as("cut at %d", length).hasSize(1);
                assertThat(journal.find(torn)).as("cut at %d", length).isEmpty();
                journal.finished(torn, Effect.READ, REPLY_TO, bytes("again"));
            }
            try (Journal journal = open()) {
                assertThat(inline(journal, torn)).as("cut at %d", length).isEqualTo("again");
            }
        }
    }

    @Test
    void flippedBitInWhatWasSyncedIsDamageNamedByFileAndOffset() throws Exception {
        List<Long> starts = new ArrayList<>();
        try (Journal journal = open()) {
            for (int i = 0; i < 3; i++) {
                starts.add(Files.size(file()));
                journal.started(ids.next(), Effect.SET, 1, REPLY_TO);
            }
        }
        byte[] whole = Files.readAllBytes(file());

        for (long start : starts) {
            int length = recordLength(whole, (int) start);
            for (int at = (int) start; at < start + length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << at % 8);
                Files.write(file(), damaged);
                assertThatThrownBy(this::open)
                        .as("bit flipped in byte %d", at)
                        .isInstanceOfSatisfying(JournalDamagedException.class, e -> {
                            assertThat(e.file()).isEqualTo(file());
                            assertThat(e.offset()).isEqualTo(start);
                        });
            }
        }
    }

    @Test
    void flippedBitInTheHeadIsDamage() throws Exception {
        open().close();
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < RecordCodec.HEADER_BYTES; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(file(), damaged);
            assertThatThrownBy(this::open).isInstanceOf(JournalDamagedException.class);
        }
    }

    @Test
    void outcomeDamagedAfterTheStartIsNotHandedOut() throws Exception {
        CommandId id = ids.next();
        try (Journal journal = open()) {
            journal.finished(id, Effect.SET, REPLY_TO, bytes("an outcome"));
            byte[] damaged = Files.readAllBytes(file());
            damaged[RecordCodec.HEADER_BYTES + 40] ^= 1;
            Files.write(file(), damaged);

            assertThatThrownBy(() -> journal.outcome(id)).isInstanceOf(JournalDamagedException.class);
        }
    }

    @Test
    void largeOutcomeLiesInAFileOfItsOwnUntilItIsDelivered() throws Exception {
        CommandId id = ids.next();
        String large = "x".repeat(5000);
        try (Journal journal = open()) {
            journal.finished(id, Effect.ACT, REPLY_TO, bytes(large));
        }

        try (Journal journal = open()) {
            assertThat(journal.outcome(id)).isInstanceOfSatisfying(OutcomeBody.Spooled.class, body -> {
                assertThat(body.file()).hasContent(large);
                assertThat(body.bytes()).isEqualTo(5000);
            });
            journal.delivered(id);
        }
        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    /// Byte for byte, wherever it begins to be large.
    @Test
    void draftIsKeptAsItWasWritten() throws Exception {
        CommandId large = ids.next();
        CommandId small = ids.next();
        try (Journal journal = open()) {
            OutcomeDraft draft = journal.draft(large);
            try (draft) {
                draft.write(bytes("x".repeat(200)));
                draft.write(bytes("y".repeat(100)));
                draft.write('z');
            }
            journal.finished(draft, Effect.READ, REPLY_TO);
            OutcomeDraft again = journal.draft(small);
            try (again) {
                again.write(bytes("x".repeat(5000)));
                again.restart();
                again.write(bytes("reason"));
            }
            journal.finished(again, Effect.READ, REPLY_TO);

            String whole = "x".repeat(200) + "y".repeat(100) + "z";
            assertThat(journal.outcome(large)).isInstanceOfSatisfying(OutcomeBody.Spooled.class, body -> {
                assertThat(body.file()).hasContent(whole);
                assertThat(body.sha256()).isEqualTo(Checksum.sha256(bytes(whole)));
            });
            assertThat(inline(journal, small)).isEqualTo("reason");
            assertThat(directory.resolve("spool").resolve(small.toString())).doesNotExist();
        }
    }

    @Test
    void outcomeTheGatewayHasAndNeverAcknowledgedIsForgottenAfterTwentyFiveHours() throws Exception {
        CommandId spooled = ids.next();
        CommandId set = ids.next();
        try (Journal journal = open()) {
            journal.finished(spooled, Effect.READ, REPLY_TO, bytes("x".repeat(5000)));
            journal.finished(set, Effect.SET, REPLY_TO, bytes("set"));
            journal.received(spooled);
            journal.received(set);
            forceCompaction(journal);
            assertThat(journal.find(spooled)).isPresent();

            clock.advance(Duration.ofHours(26));
            forceCompaction(journal);

            assertThat(journal.find(spooled)).isEmpty();
            assertThat(journal.find(set)).isEmpty();
            assertThat(journal.wasDelivered(set)).isTrue();
        }
        assertThat(directory.resolve("spool")).isEmptyDirectory();
        open().close();
    }

    @Test
    void spooledOutcomeThatIsCutShortIsDamage() throws Exception {
        CommandId id = ids.next();
        try (Journal journal = open()) {
            journal.finished(id, Effect.ACT, REPLY_TO, bytes("x".repeat(5000)));
        }
        Files.writeString(directory.resolve("spool").resolve(id.toString()), "x".repeat(4999));

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("5000 bytes");
    }

    @Test
    void spoolFileOfNoRecordIsRemoved() throws Exception {
        open().close();
        Files.writeString(directory.resolve("spool").resolve(ids.next().toString()), "left over");

        open().close();

        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void compactionKeepsWhatIsOpenAndShrinksTheFile() throws Exception {
        CommandId started = ids.next();
        CommandId finished = ids.next();
        CommandId received = ids.next();
        CommandId delivered = ids.next();
        try (Journal journal = open()) {
            journal.started(started, Effect.ACT, 1, REPLY_TO);
            journal.finished(finished, Effect.SET, REPLY_TO, bytes("finished"));
            journal.finished(received, Effect.READ, REPLY_TO, bytes("received"));
            journal.received(received);
            journal.finished(delivered, Effect.SET, REPLY_TO, bytes("delivered"));
            journal.delivered(delivered);
            forceCompaction(journal);
            assertThat(inline(journal, finished)).isEqualTo("finished");
        }

        assertThat(Files.size(file())).isLessThan(SMALL.compactAbove());
        try (Journal journal = open()) {
            assertThat(journal.interrupted()).extracting(JournalEntry::id).containsExactly(started);
            assertThat(journal.unreceived()).extracting(JournalEntry::id).containsExactly(finished);
            assertThat(journal.find(received)).map(JournalEntry::stage).contains(Stage.RECEIVED);
            assertThat(inline(journal, received)).isEqualTo("received");
            assertThat(journal.wasDelivered(delivered)).isTrue();
        }
    }

    @Test
    void compactionThatFailedIsTriedAgainOnlyOnceTheFileHasGrown() throws Exception {
        try (Journal journal = open()) {
            Path inTheWay =
                    Files.createDirectories(directory.resolve("journal.new").resolve("x"));
            while (Files.size(file()) <= SMALL.compactAbove()) {
                deliverRead(journal);
            }
            // Each is written only when the compaction before it has ended.
            deliverRead(journal);
            deliverRead(journal);
            Files.delete(inTheWay);
            Files.delete(inTheWay.getParent());

            assertThat(forceCompaction(journal)).isGreaterThan(2 * SMALL.compactAbove());
            assertThat(forceCompaction(journal)).isLessThan(2 * SMALL.compactAbove());
        }
    }

    @Test
    void compactionThatFailedLeavesNoFile() throws Exception {
        CommandId id = ids.next();
        try (Journal journal = open()) {
            journal.finished(id, Effect.SET, REPLY_TO, bytes("an outcome"));
            byte[] damaged = Files.readAllBytes(file());
            damaged[RecordCodec.HEADER_BYTES + 40] ^= 1;
            Files.write(file(), damaged);

            while (Files.size(file()) <= SMALL.compactAbove()) {
                deliverRead(journal);
            }
        }

        assertThat(directory.resolve("journal.new")).doesNotExist();
        assertThat(Files.size(file())).isGreaterThan(SMALL.compactAbove());
    }

    @Test
    void compactionThatCannotTakeTheJournalsPlaceEndsItAndLeavesNoFileOpen() throws Exception {
        try (Journal journal = open()) {
            Files.delete(file());
            Files.createDirectories(file().resolve("in the way"));

            assertThatThrownBy(() -> deliverReadsForEver(journal)).isInstanceOf(IOException.class);

            assertThat(journal.isUsable()).isFalse();
            assertThat(openFiles()).doesNotContain(directory.resolve("journal.new"));
        }
    }

    @Test
    void fullJournalHasNoRoomUntilOutcomesAreDeliveredYetKeepsEveryOutcome() throws Exception {
        List<CommandId> kept = new ArrayList<>();
        try (Journal journal = open()) {
            while (journal.hasRoom()) {
                CommandId id = ids.next();
                journal.finished(id, Effect.READ, REPLY_TO, bytes("x".repeat(900)));
                kept.add(id);
            }
            CommandId inHand = ids.next();
            journal.finished(inHand, Effect.READ, REPLY_TO, bytes("was taken before"));
            assertThat(inline(journal, inHand)).isEqualTo("was taken before");
            assertThat(kept).hasSizeGreaterThan(50);

            kept.forEach(journal::delivered);
            journal.finished(ids.next(), Effect.READ, REPLY_TO, bytes(""));

            assertThat(journal.hasRoom()).isTrue();
        }
    }

    @Test
    void tooManyRememberedIdsLeaveNoRoomUntilTheyAreOld() throws Exception {
        try (Journal journal = open()) {
            for (int i = 0; i < SMALL.maxIds(); i++) {
                CommandId id = ids.next();
                journal.finished(id, Effect.SET, REPLY_TO, bytes(""));
                journal.delivered(id);
            }
            journal.finished(ids.next(), Effect.READ, REPLY_TO, bytes(""));
            assertThat(journal.hasRoom()).isFalse();

            clock.advance(Duration.ofHours(27));

            assertThat(journal.hasRoom()).isTrue();
        }
    }

    @Test
    void manyThreadsAppendAtOnceAndAllOfItIsThere() throws Exception {
        int threads = 16;
        int each = 20;
        List<CommandId> all = new ArrayList<>();
        for (int i = 0; i < threads * each; i++) {
            all.add(ids.next());
        }
        CountDownLatch go = new CountDownLatch(1);
        try (Journal journal = open();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < threads; t++) {
                List<CommandId> mine = all.subList(t * each, (t + 1) * each);
                var _ = executor.submit(() -> {
                    go.await();
                    for (CommandId id : mine) {
                        journal.started(id, Effect.SET, 1, REPLY_TO);
                        journal.finished(id, Effect.SET, REPLY_TO, bytes(id.toString()));
                    }
                    return null;
                });
            }
            go.countDown();
        }

        try (Journal journal = Journal.open(directory, JournalConfig.STANDARD, clock)) {
            assertThat(journal.unreceived()).extracting(JournalEntry::id).containsExactlyInAnyOrderElementsOf(all);
            assertThat(inline(journal, all.getLast())).isEqualTo(all.getLast().toString());
        }
    }

    @Test
    void waitingThreadThatIsInterruptedDoesNotHarmTheJournal() throws Exception {
        CommandId id = ids.next();
        try (Journal journal = open()) {
            Thread.currentThread().interrupt();
            journal.started(id, Effect.SET, 1, REPLY_TO);
            journal.finished(id, Effect.SET, REPLY_TO, bytes("x".repeat(5000)));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.isUsable()).isTrue();
            assertThat(journal.outcome(id)).isInstanceOf(OutcomeBody.Spooled.class);
        }
    }

    /// An interrupt closes the channel it hits: the writer's file takes nothing more, and nothing can be cut off it.
    @Test
    void journalWhoseFileCannotBeRolledBackIsUsableNoMore() throws Exception {
        try (Journal journal = open()) {
            Thread writer = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("journal"))
                    .findFirst()
                    .orElseThrow();
            writer.interrupt();

            assertThatThrownBy(() -> journal.started(ids.next(), Effect.SET, 1, REPLY_TO))
                    .isInstanceOf(IOException.class);

            assertThat(journal.isUsable()).isFalse();
        }
        open().close();
    }

    @Test
    void filesAreForTheirOwnerOnly() throws Exception {
        try (Journal journal = open()) {
            journal.finished(ids.next(), Effect.SET, REPLY_TO, bytes("x".repeat(2000)));
            forceCompaction(journal);
        }
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(JournalTest::permissions)
                            .distinct())
                    .containsExactly("rw-------");
        }
    }

    @Test
    void closedJournalTakesNothingMore() throws Exception {
        Journal journal = open();
        journal.close();

        assertThatThrownBy(() -> journal.started(ids.next(), Effect.SET, 1, REPLY_TO))
                .isInstanceOf(IOException.class)
                .hasMessage("the journal is closed");
    }

    private Journal open() throws IOException {
        return Journal.open(directory, SMALL, clock);
    }

    private Path file() {
        return directory.resolve("journal");
    }

    /// Appends reads that are delivered at once until the file is rewritten. Returns its size before.
    private long forceCompaction(Journal journal) throws IOException {
        long size = Files.size(file());
        while (true) {
            deliverRead(journal);
            long next = Files.size(file());
            if (next < size) {
                return size;
            }
            size = next;
        }
    }

    private void deliverReadsForEver(Journal journal) throws IOException {
        while (true) {
            deliverRead(journal);
        }
    }

    private void deliverRead(Journal journal) throws IOException {
        CommandId id = ids.next();
        journal.finished(id, Effect.READ, REPLY_TO, bytes("x".repeat(500)));
        journal.delivered(id);
    }

    /// Of this process; proc(5).
    private static List<Path> openFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                if (Files.isSymbolicLink(link)) {
                    files.add(Files.readSymbolicLink(link));
                }
            }
        }
        return files;
    }

    private static String inline(Journal journal, CommandId id) throws IOException {
        return journal.outcome(id) instanceof OutcomeBody.Inline(byte[] bytes) ? new String(bytes, UTF_8) : "spooled";
    }

    private static int recordLength(byte[] file, int offset) {
        return RecordCodec.HEAD_BYTES + ByteBuffer.wrap(file).getInt(offset);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
