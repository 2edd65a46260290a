package io.pypnm.remote.agent.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.journal.JournalConfig;
import io.pypnm.remote.agent.journal.JournalEntry;
import io.pypnm.remote.agent.journal.OutcomeBody;
import io.pypnm.remote.agent.testing.MovableClock;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.CommandIds;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutboxTest {
    private static final String REPLY_TO = "outcomes.gw-1";

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private final CommandIds ids = new CommandIds(clock, new Random(1));
    private final MessageCodec codec = new MessageCodec();
    private Journal journal;
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(directory, JournalConfig.STANDARD, clock);
        outbox = new Outbox(journal, codec);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void outcomesComeOutInTheOrderTheyCameEachOnce() throws Exception {
        List<CommandId> kept = List.of(keep("a"), keep("b"), keep("c"));

        assertThat(takeAll()).isEqualTo(kept);
        assertThat(outbox.isReady()).isFalse();
        assertThat(outbox.depth()).isEqualTo(3);
    }

    @Test
    void newConnectionGetsWhatHasNoReceiptBeforeWhatCameLater() throws Exception {
        CommandId received = keep("a");
        CommandId lost = keep("b");
        takeAll();
        outbox.received(received);
        CommandId later = keep("c");

        outbox.rewind();

        assertThat(takeAll()).containsExactly(lost, later);
    }

    @Test
    void redeliveredCommandIsAnsweredAgainButNotTwiceAtOnce() throws Exception {
        CommandId id = keep("a");
        assertThat(outbox.resend(id)).isTrue();
        assertThat(takeAll()).containsExactly(id);
        assertThat(outbox.resend(id)).isTrue();
        assertThat(takeAll()).isEmpty();

        outbox.received(id);
        assertThat(outbox.resend(id)).isTrue();

        assertThat(takeAll()).containsExactly(id);
        assertThat(outbox.resend(ids.next())).isFalse();
    }

    @Test
    void receivedOutcomeIsLeftToTheJournalOnANewConnection() throws Exception {
        CommandId id = keep("a");
        takeAll();
        outbox.received(id);

        outbox.rewind();

        assertThat(outbox.resend(id)).isFalse();
        outbox.offer(journal.find(id).orElseThrow());
        assertThat(takeAll()).containsExactly(id);
    }

    @Test
    void receiptAndDeliveryReachTheJournal() throws Exception {
        CommandId id = keep("a");
        takeAll();

        outbox.received(id);
        outbox.delivered(id);

        journal.finished(ids.next(), Effect.READ, REPLY_TO, new byte[0]);
        assertThat(journal.find(id)).isEmpty();
        assertThat(journal.wasDelivered(id)).isTrue();
        assertThat(outbox.depth()).isZero();
    }

    @Test
    void outcomeThatTheJournalDoesNotKeepIsSentFromMemory() {
        CommandId id = ids.next();

        outbox.offerUnkept(id, Effect.READ, REPLY_TO, "from memory".getBytes(UTF_8));

        assertThat(outbox.next())
                .map(Outbox.Outgoing::body)
                .hasValueSatisfying(body -> assertThat(((OutcomeBody.Inline) body).bytes())
                        .asString(UTF_8)
                        .isEqualTo("from memory"));
        outbox.received(id);
        outbox.delivered(id);
        assertThat(journal.wasDelivered(id)).isFalse();
    }

    @Test
    void outcomesInMemoryHaveABoundThatShortOnesMayPass() {
        byte[] long256k = new byte[256 << 10];
        List<CommandId> taken = new ArrayList<>();
        CommandId next = ids.next();
        while (outbox.offerUnkept(next, Effect.READ, REPLY_TO, long256k)) {
            taken.add(next);
            next = ids.next();
        }

        assertThat(taken).hasSize(64);
        assertThat(outbox.offerUnkept(next, Effect.READ, REPLY_TO, new byte[300]))
                .isTrue();

        outbox.received(taken.getFirst());
        outbox.delivered(taken.getFirst());
        outbox.received(taken.getLast());
        outbox.rewind();

        assertThat(outbox.offerUnkept(ids.next(), Effect.READ, REPLY_TO, long256k))
                .isTrue();
        assertThat(outbox.offerUnkept(ids.next(), Effect.READ, REPLY_TO, long256k))
                .isFalse();
    }

    @Test
    void outcomeDamagedOnDiskIsToldAsCorruptAndNeverAsAGoodOne() throws Exception {
        CommandId id = keep("an outcome of some length");
        Path file = directory.resolve("journal");
        byte[] bytes = Files.readAllBytes(file);
        bytes[90] ^= 1;
        Files.write(file, bytes);

        OutcomeBody body = outbox.next().orElseThrow().body();

        Outcome told = codec.decodeOutcome(((OutcomeBody.Inline) body).bytes()).outcome();
        assertThat(told)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FailureCode.CORRUPT));
        assertThat(id).isNotNull();
    }

    @Test
    void whoeverSendsIsToldOfEveryNewOutcome() throws Exception {
        List<Boolean> told = new ArrayList<>();
        outbox.onReady(() -> told.add(outbox.isReady()));

        keep("a");
        takeAll();
        keep("b");

        assertThat(told).containsExactly(true, true);
    }

    private CommandId keep(String outcome) throws IOException {
        CommandId id = ids.next();
        journal.finished(id, Effect.SET, REPLY_TO, outcome.getBytes(UTF_8));
        JournalEntry entry = journal.find(id).orElseThrow();
        outbox.offer(entry);
        return id;
    }

    private List<CommandId> takeAll() {
        List<CommandId> taken = new ArrayList<>();
        for (Optional<Outbox.Outgoing> next = outbox.next(); next.isPresent(); next = outbox.next()) {
            taken.add(next.get().id());
        }
        return taken;
    }
}
