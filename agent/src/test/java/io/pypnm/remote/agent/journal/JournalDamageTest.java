package io.pypnm.remote.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Effect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a disk can do to the journal, and what is made of it.
final class JournalDamageTest {
    private final Path directory;
    private final JournalBench bench;

    JournalDamageTest(@TempDir Path directory) {
        this.directory = directory;
        bench = new JournalBench(directory);
    }

    @Test
    void tornTailIsCutOffWhereverTheWriteStopped() throws Exception {
        CommandId kept = bench.ids.next();
        CommandId torn = bench.ids.next();
        long before;
        try (Journal journal = bench.open()) {
            journal.started(kept, Effect.SET, 1, JournalBench.REPLY_TO);
        }
        before = Files.size(bench.file());
        try (Journal journal = bench.open()) {
            journal.finished(
                    torn, Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes("an outcome that will be torn"));
        }
        byte[] whole = Files.readAllBytes(bench.file());
        int end = (int) before + recordLength(whole, (int) before);

        for (int length = (int) before; length < end; length++) {
            Files.write(bench.file(), Arrays.copyOf(whole, length));
            try (Journal journal = bench.open()) {
                assertThat(journal.interrupted()).as("cut at %d", length).hasSize(1);
                assertThat(journal.find(torn)).as("cut at %d", length).isEmpty();
                journal.finished(torn, Effect.READ, JournalBench.REPLY_TO, JournalBench.bytes("again"));
            }
            try (Journal journal = bench.open()) {
                assertThat(JournalBench.inline(journal, torn))
                        .as("cut at %d", length)
                        .isEqualTo("again");
            }
        }
    }

    @Test
    void flippedBitInWhatWasSyncedIsDamageNamedByFileAndOffset() throws Exception {
        List<Long> starts = new ArrayList<>();
        try (Journal journal = bench.open()) {
            for (int i = 0; i < 3; i++) {
                starts.add(Files.size(bench.file()));
                journal.started(bench.ids.next(), Effect.SET, 1, JournalBench.REPLY_TO);
            }
        }
        byte[] whole = Files.readAllBytes(bench.file());

        for (long start : starts) {
            int length = recordLength(whole, (int) start);
            for (int at = (int) start; at < start + length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << at % 8);
                Files.write(bench.file(), damaged);
                assertThatThrownBy(bench::open)
                        .as("bit flipped in byte %d", at)
                        .isInstanceOfSatisfying(JournalDamagedException.class, e -> {
                            assertThat(e.file()).isEqualTo(bench.file());
                            assertThat(e.offset()).isEqualTo(start);
                        });
            }
        }
    }

    @Test
    void flippedBitInTheHeadIsDamage() throws Exception {
        bench.open().close();
        byte[] whole = Files.readAllBytes(bench.file());
        for (int at = 0; at < RecordCodec.HEADER_BYTES; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(bench.file(), damaged);
            assertThatThrownBy(bench::open).isInstanceOf(JournalDamagedException.class);
        }
    }

    @Test
    void outcomeDamagedAfterTheStartIsNotHandedOut() throws Exception {
        CommandId id = bench.ids.next();
        try (Journal journal = bench.open()) {
            journal.finished(id, Effect.SET, JournalBench.REPLY_TO, JournalBench.bytes("an outcome"));
            byte[] damaged = Files.readAllBytes(bench.file());
            damaged[RecordCodec.HEADER_BYTES + 40] ^= 1;
            Files.write(bench.file(), damaged);

            assertThatThrownBy(() -> journal.outcome(id)).isInstanceOf(JournalDamagedException.class);
        }
    }

    @Test
    void spooledOutcomeThatIsCutShortIsDamage() throws Exception {
        CommandId id = bench.ids.next();
        try (Journal journal = bench.open()) {
            journal.finished(id, Effect.ACT, JournalBench.REPLY_TO, JournalBench.bytes("x".repeat(5000)));
        }
        Files.writeString(directory.resolve("spool").resolve(id.toString()), "x".repeat(4999));

        assertThatThrownBy(bench::open)
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("5000 bytes");
    }

    @Test
    void spoolFileOfNoRecordIsRemoved() throws Exception {
        bench.open().close();
        Files.writeString(directory.resolve("spool").resolve(bench.ids.next().toString()), "left over");

        bench.open().close();

        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    /// An interrupt closes the channel it hits: the writer's file takes nothing more, and nothing can be cut off it.
    @Test
    void journalWhoseFileCannotBeRolledBackIsUsableNoMore() throws Exception {
        try (Journal journal = bench.open()) {
            Thread writer = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("journal"))
                    .findFirst()
                    .orElseThrow();
            writer.interrupt();

            assertThatThrownBy(() -> journal.started(bench.ids.next(), Effect.SET, 1, JournalBench.REPLY_TO))
                    .isInstanceOf(IOException.class);

            assertThat(journal.isUsable()).isFalse();
        }
        bench.open().close();
    }

    private static int recordLength(byte[] file, int offset) {
        return RecordCodec.HEAD_BYTES + ByteBuffer.wrap(file).getInt(offset);
    }
}
