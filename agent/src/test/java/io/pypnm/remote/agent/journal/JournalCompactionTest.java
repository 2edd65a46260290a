package io.pypnm.remote.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalCompactionTest {
    private final Path directory;
    private final JournalBench bench;

    JournalCompactionTest(@TempDir Path directory) {
        this.directory = directory;
        bench = new JournalBench(directory);
    }

    @Test
    void outcomeTheGatewayHasAndNeverAcknowledgedIsForgottenAfterTwentyFiveHours() throws Exception {
        CommandId spooled = bench.ids.next();
        CommandId set = bench.ids.next();
        try (Journal journal = bench.open()) {
            journal.finished(spooled, Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes("x".repeat(5000)));
            journal.finished(set, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes("set"));
            journal.received(spooled);
            journal.received(set);
            bench.forceCompaction(journal);
            assertThat(journal.find(spooled)).isPresent();

            bench.clock.advance(Duration.ofHours(26));
            bench.forceCompaction(journal);

            assertThat(journal.find(spooled)).isEmpty();
            assertThat(journal.find(set)).isEmpty();
            assertThat(journal.wasDelivered(set)).isTrue();
        }
        assertThat(directory.resolve("spool")).isEmptyDirectory();
        bench.open().close();
    }

    @Test
    void compactionKeepsWhatIsOpenAndShrinksTheFile() throws Exception {
        CommandId started = bench.ids.next();
        CommandId finished = bench.ids.next();
        CommandId received = bench.ids.next();
        CommandId delivered = bench.ids.next();
        try (Journal journal = bench.open()) {
            journal.started(started, Effect.ACT, 1, JournalBench.REPLY_TO);
            journal.finished(finished, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes("finished"));
            journal.finished(received, Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes("received"));
            journal.received(received);
            journal.finished(delivered, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes("delivered"));
            journal.delivered(delivered);
            bench.forceCompaction(journal);
            assertThat(JournalBench.inline(journal, finished)).isEqualTo("finished");
        }

        assertThat(Files.size(bench.file())).isLessThan(JournalBench.SMALL.compactAbove());
        try (Journal journal = bench.open()) {
            assertThat(journal.interrupted()).extracting(JournalEntry::id).containsExactly(started);
            assertThat(journal.unreceived()).extracting(JournalEntry::id).containsExactly(finished);
            assertThat(journal.find(received)).map(JournalEntry::stage).contains(Stage.RECEIVED);
            assertThat(JournalBench.inline(journal, received)).isEqualTo("received");
            assertThat(journal.wasDelivered(delivered)).isTrue();
        }
    }

    @Test
    void compactionThatFailedIsTriedAgainOnlyOnceTheFileHasGrown() throws Exception {
        try (Journal journal = bench.open()) {
            Path inTheWay =
                    Files.createDirectories(directory.resolve("journal.new").resolve("x"));
            while (Files.size(bench.file()) <= JournalBench.SMALL.compactAbove()) {
                bench.deliverRead(journal);
            }
            // Each is written only when the compaction before it has ended.
            bench.deliverRead(journal);
            bench.deliverRead(journal);
            Files.delete(inTheWay);
            Files.delete(inTheWay.getParent());

            assertThat(bench.forceCompaction(journal)).isGreaterThan(2 * JournalBench.SMALL.compactAbove());
            assertThat(bench.forceCompaction(journal)).isLessThan(2 * JournalBench.SMALL.compactAbove());
        }
    }

    @Test
    void compactionThatFailedLeavesNoFile() throws Exception {
        CommandId id = bench.ids.next();
        try (Journal journal = bench.open()) {
            journal.finished(id, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes("an outcome"));
            byte[] damaged = Files.readAllBytes(bench.file());
            damaged[RecordCodec.HEADER_BYTES + 40] ^= 1;
            Files.write(bench.file(), damaged);

            while (Files.size(bench.file()) <= JournalBench.SMALL.compactAbove()) {
                bench.deliverRead(journal);
            }
        }

        assertThat(directory.resolve("journal.new")).doesNotExist();
        assertThat(Files.size(bench.file())).isGreaterThan(JournalBench.SMALL.compactAbove());
    }

    @Test
    void compactionThatCannotTakeTheJournalsPlaceEndsItAndLeavesNoFileOpen() throws Exception {
        try (Journal journal = bench.open()) {
            Files.delete(bench.file());
            Files.createDirectories(bench.file().resolve("in the way"));

            assertThatThrownBy(() -> bench.deliverReadsForEver(journal)).isInstanceOf(IOException.class);

            assertThat(journal.isUsable()).isFalse();
            assertThat(JournalBench.openFiles()).doesNotContain(directory.resolve("journal.new"));
        }
    }
}
