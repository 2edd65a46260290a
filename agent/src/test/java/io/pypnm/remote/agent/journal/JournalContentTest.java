package io.pypnm.remote.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.ContentDraft;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contents that travel beside their outcomes.
final class JournalContentTest {
    private static final byte[] CONTENT = JournalBench.bytes("c".repeat(100_000));

    private final Path spool;
    private final JournalBench bench;

    JournalContentTest(@TempDir Path directory) {
        spool = directory.resolve("spool");
        bench = new JournalBench(directory);
    }

    @Test
    void contentIsKeptWithItsOutcomeUntilThatIsDelivered() throws Exception {
        CommandId id = bench.ids.next();
        try (Journal journal = bench.open()) {
            write(journal, id, true);
            finish(journal, id);
            bench.forceCompaction(journal);
        }

        try (Journal journal = bench.open()) {
            assertThat(journal.outcome(id)).isInstanceOfSatisfying(OutcomeBody.WithContent.class, body -> {
                assertThat(body.bytes()).isEqualTo(JournalBench.bytes("outcome"));
                assertThat(body.content().file()).hasBinaryContent(CONTENT);
                assertThat(body.content().bytes()).isEqualTo(CONTENT.length);
                assertThat(body.content().sha256()).isEqualTo(Checksum.sha256(CONTENT));
            });
            journal.delivered(id);
        }
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void contentThatWasNotSealedIsGoneAtOnceAndOneWithoutOutcomeAtTheNextStart() throws Exception {
        CommandId unsealed = bench.ids.next();
        CommandId sealed = bench.ids.next();
        try (Journal journal = bench.open()) {
            write(journal, unsealed, false);
            write(journal, sealed, true);
            assertThat(spool).isDirectoryContaining(file -> file.toString().endsWith(sealed + ".content"));
            assertThat(spool).isDirectoryNotContaining(file -> file.toString().contains(unsealed.toString()));
        }

        bench.open().close();

        assertThat(spool).isEmptyDirectory();
    }

    /// The gateway does not ask again for what it has settled, and else the command runs once more.
    @Test
    void receiptIsTheEndOfAReadWithAContent() throws Exception {
        CommandId id = bench.ids.next();
        try (Journal journal = bench.open()) {
            write(journal, id, true);
            finish(journal, id);

            assertThat(journal.received(id)).isTrue();

            await().until(() -> journal.find(id).isEmpty() && isEmpty(spool));
        }
        try (Journal journal = bench.open()) {
            assertThat(journal.find(id)).isEmpty();
        }
    }

    @Test
    void contentsHaveABoundOfTheirOwnAndStopNoOtherWork() throws Exception {
        CommandId kept = bench.ids.next();
        CommandId next = bench.ids.next();
        try (Journal journal = bench.open()) {
            write(journal, kept, true);
            finish(journal, kept);
            try (Holdings holdings = new Holdings();
                    ContentDraft _ = journal.content(next, CONTENT.length, holdings)) {
                assertThatThrownBy(() -> write(journal, bench.ids.next(), true))
                        .isInstanceOfSatisfying(
                                CommandFailedException.class,
                                e -> assertThat(e.code()).isEqualTo(FailureCode.NO_ROOM));
                assertThat(journal.hasRoom()).isTrue();
            }
            // What it was given is given back.
            write(journal, next, true);
            finish(journal, next);
            assertThatThrownBy(() -> write(journal, bench.ids.next(), true)).isInstanceOf(CommandFailedException.class);
            journal.delivered(kept);
            // Written after what was to be forgotten.
            journal.finished(bench.ids.next(), Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes(""));
            write(journal, bench.ids.next(), true);
        }
    }

    @Test
    void contentOfAnotherSizeThanItHadIsDamage() throws Exception {
        CommandId id = bench.ids.next();
        try (Journal journal = bench.open()) {
            write(journal, id, true);
            finish(journal, id);
        }
        Path file = spool.resolve(id + ".content");
        Files.write(file, new byte[10]);

        assertThatThrownBy(bench::open)
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining(file.toString());
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static void write(Journal journal, CommandId id, boolean seal) throws CommandFailedException, IOException {
        try (Holdings holdings = new Holdings();
                ContentDraft draft = journal.content(id, CONTENT.length, holdings)) {
            draft.write(CONTENT, 0, 70_000);
            draft.write(CONTENT, 70_000, CONTENT.length - 70_000);
            if (seal) {
                draft.seal();
            }
        }
    }

    private static void finish(Journal journal, CommandId id) throws IOException {
        OutcomeDraft outcome = journal.draft(id);
        try (outcome) {
            outcome.write(JournalBench.bytes("outcome"));
        }
        var content = new Journal.Content(CONTENT.length, Checksum.sha256(CONTENT));
        journal.finished(outcome, Effect.READ, JournalBench.REPLY_TO, content);
    }
}
