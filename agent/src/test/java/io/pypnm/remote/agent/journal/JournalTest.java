package io.pypnm.remote.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
    private final Path directory;
    private final JournalBench bench;

    JournalTest(@TempDir Path directory) {
        this.directory = directory;
        bench = new JournalBench(directory);
    }

    @Test
    void commandThatWasRunningWhenTheAgentDiedIsFoundInterrupted() throws Exception {
        CommandId id = bench.ids.next();
        try (Journal journal = bench.open()) {
            journal.started(id, Effect.SET, 1, JournalBench.REPLY_TO);
        }

        try (Journal journal = bench.open()) {
            assertThat(journal.interrupted())
                    .containsExactly(new JournalEntry(id, Effect.SET, JournalBench.REPLY_TO, Stage.STARTED));
            assertThat(journal.unreceived()).isEmpty();
        }
    }

    @Test
    void outcomeWithoutReceiptIsThereAfterARestart() throws Exception {
        CommandId set = bench.ids.next();
        CommandId read = bench.ids.next();
        try (Journal journal = bench.open()) {
            journal.started(set, Effect.SET, 1, JournalBench.REPLY_TO);
            journal.finished(set, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes("done"));
            journal.finished(read, Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes("read"));
        }

        try (Journal journal = bench.open()) {
            assertThat(journal.unreceived()).extracting(JournalEntry::id).containsExactly(set, read);
            assertThat(JournalBench.inline(journal, set)).isEqualTo("done");
            assertThat(JournalBench.inline(journal, read)).isEqualTo("read");
            assertThat(journal.interrupted()).isEmpty();
        }
    }

    @Test
    void receivedOutcomeIsKeptForRedeliveryButNotOfferedForSending() throws Exception {
        CommandId id = bench.ids.next();
        try (Journal journal = bench.open()) {
            journal.finished(id, Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes("read"));
            journal.received(id);
        }

        try (Journal journal = bench.open()) {
            assertThat(journal.unreceived()).isEmpty();
            assertThat(journal.find(id)).map(JournalEntry::stage).contains(Stage.RECEIVED);
            assertThat(JournalBench.inline(journal, id)).isEqualTo("read");
        }
    }

    @Test
    void deliveredReadIsForgottenAndDeliveredSetIsRememberedForTwentyFiveHours() throws Exception {
        CommandId read = bench.ids.next();
        CommandId set = bench.ids.next();
        try (Journal journal = bench.open()) {
            journal.finished(read, Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes("read"));
            journal.finished(set, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes("set"));
            journal.delivered(read);
            journal.delivered(set);
        }

        try (Journal journal = bench.open()) {
            assertThat(journal.wasDelivered(read)).isFalse();
            assertThat(journal.wasDelivered(set)).isTrue();
            assertThat(journal.find(set)).isEmpty();
            bench.clock.advance(Duration.ofHours(24));
            bench.forceCompaction(journal);
            assertThat(journal.wasDelivered(set)).isTrue();
            bench.clock.advance(Duration.ofHours(3));
            bench.forceCompaction(journal);
            assertThat(journal.wasDelivered(set)).isFalse();
        }
    }

    @Test
    void instanceStaysWithTheJournalAndGoesWithIt() throws Exception {
        String first;
        try (Journal journal = bench.open()) {
            first = journal.instance().toString();
            bench.forceCompaction(journal);
        }
        try (Journal journal = bench.open()) {
            assertThat(journal.instance()).hasToString(first);
        }

        Files.delete(bench.file());

        try (Journal journal = bench.open()) {
            assertThat(journal.instance().toString()).isNotEqualTo(first);
        }
    }

    @Test
    void largeOutcomeLiesInAFileOfItsOwnUntilItIsDelivered() throws Exception {
        CommandId id = bench.ids.next();
        String large = "x".repeat(5000);
        try (Journal journal = bench.open()) {
            journal.finished(id, Effect.ACT, JournalBench.REPLY_TO, JournalBench.bytes(large));
        }

        try (Journal journal = bench.open()) {
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
        CommandId large = bench.ids.next();
        CommandId small = bench.ids.next();
        try (Journal journal = bench.open()) {
            OutcomeDraft draft = journal.draft(large);
            try (draft) {
                draft.write(JournalBench.bytes("x".repeat(200)));
                draft.write(JournalBench.bytes("y".repeat(100)));
                draft.write('z');
            }
            journal.finished(draft, Effect.READ, JournalBench.REPLY_TO);
            OutcomeDraft again = journal.draft(small);
            try (again) {
                again.write(JournalBench.bytes("x".repeat(5000)));
                again.restart();
                again.write(JournalBench.bytes("reason"));
            }
            journal.finished(again, Effect.READ, JournalBench.REPLY_TO);

            String whole = "x".repeat(200) + "y".repeat(100) + "z";
            assertThat(journal.outcome(large)).isInstanceOfSatisfying(OutcomeBody.Spooled.class, body -> {
                assertThat(body.file()).hasContent(whole);
                assertThat(body.sha256()).isEqualTo(Checksum.sha256(JournalBench.bytes(whole)));
            });
            assertThat(JournalBench.inline(journal, small)).isEqualTo("reason");
            assertThat(directory.resolve("spool").resolve(small.toString())).doesNotExist();
        }
    }

    @Test
    void fullJournalHasNoRoomUntilOutcomesAreDeliveredYetKeepsEveryOutcome() throws Exception {
        List<CommandId> kept = new ArrayList<>();
        try (Journal journal = bench.open()) {
            while (journal.hasRoom()) {
                CommandId id = bench.ids.next();
                journal.finished(id, Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes("x".repeat(900)));
                kept.add(id);
            }
            CommandId inHand = bench.ids.next();
            journal.finished(inHand, Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes("was taken before"));
            assertThat(JournalBench.inline(journal, inHand)).isEqualTo("was taken before");
            assertThat(kept).hasSizeGreaterThan(50);

            kept.forEach(journal::delivered);
            journal.finished(bench.ids.next(), Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes(""));

            assertThat(journal.hasRoom()).isTrue();
        }
    }

    @Test
    void tooManyRememberedIdsLeaveNoRoomUntilTheyAreOld() throws Exception {
        try (Journal journal = bench.open()) {
            for (int i = 0; i < JournalBench.SMALL.maxIds(); i++) {
                CommandId id = bench.ids.next();
                journal.finished(id, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes(""));
                journal.delivered(id);
            }
            journal.finished(bench.ids.next(), Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes(""));
            assertThat(journal.hasRoom()).isFalse();

            bench.clock.advance(Duration.ofHours(27));

            assertThat(journal.hasRoom()).isTrue();
        }
    }

    @Test
    void manyThreadsAppendAtOnceAndAllOfItIsThere() throws Exception {
        int threads = 16;
        int each = 20;
        List<CommandId> all = new ArrayList<>();
        for (int i = 0; i < threads * each; i++) {
            all.add(bench.ids.next());
        }
        CountDownLatch go = new CountDownLatch(1);
        try (Journal journal = bench.open();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < threads; t++) {
                List<CommandId> mine = all.subList(t * each, (t + 1) * each);
                var _ = executor.submit(() -> {
                    go.await();
                    for (CommandId id : mine) {
                        journal.started(id, Effect.SET, 1, JournalBench.REPLY_TO);
                        journal.finished(id, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes(id.toString()));
                    }
                    return null;
                });
            }
            go.countDown();
        }

        try (Journal journal = Journal.open(directory, JournalConfig.STANDARD, bench.clock)) {
            assertThat(journal.unreceived()).extracting(JournalEntry::id).containsExactlyInAnyOrderElementsOf(all);
            assertThat(JournalBench.inline(journal, all.getLast()))
                    .isEqualTo(all.getLast().toString());
        }
    }

    @Test
    void waitingThreadThatIsInterruptedDoesNotHarmTheJournal() throws Exception {
        CommandId id = bench.ids.next();
        try (Journal journal = bench.open()) {
            Thread.currentThread().interrupt();
            journal.started(id, Effect.SET, 1, JournalBench.REPLY_TO);
            journal.finished(id, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes("x".repeat(5000)));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.isUsable()).isTrue();
            assertThat(journal.outcome(id)).isInstanceOf(OutcomeBody.Spooled.class);
        }
    }

    @Test
    void filesAreForTheirOwnerOnly() throws Exception {
        try (Journal journal = bench.open()) {
            journal.finished(bench.ids.next(), Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes("x".repeat(2000)));
            bench.forceCompaction(journal);
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
        Journal journal = bench.open();
        journal.close();

        assertThatThrownBy(() -> journal.started(bench.ids.next(), Effect.SET, 1, JournalBench.REPLY_TO))
                .isInstanceOf(IOException.class)
                .hasMessage("the journal is closed");
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
