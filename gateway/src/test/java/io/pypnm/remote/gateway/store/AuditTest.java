package io.pypnm.remote.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.gateway.store.Audit.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTest {
    @TempDir
    private Path directory;

    private final Samples samples = new Samples();
    private Store store;
    private Audit audit;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("ledger.db"), samples);
        audit = store.audit();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void linesAreListedNewestFirstPageByPage() {
        for (int i = 1; i <= 3; i++) {
            append(samples.instant(), "pypnm", "cancelled a command", "number " + i);
        }

        List<Entry> page = audit.list(Long.MAX_VALUE, 2);
        assertThat(page).extracting(Entry::detail).containsExactly("number 3", "number 2");
        assertThat(audit.list(page.getLast().id(), 2)).extracting(Entry::detail).containsExactly("number 1");
    }

    /// Adds a line and waits for it: changes are made in the order they are asked for.
    private void append(Instant at, String who, String what, String detail) {
        audit.append(at, who, what, detail);
        store.beat();
    }

    @Test
    void lazyLineArrivesByItself() {
        audit.append(samples.instant(), "pypnm", "looked", "");

        await().atMost(Duration.ofSeconds(5))
                .until(() -> audit.list(Long.MAX_VALUE, 1).size() == 1);
    }

    @Test
    void longTextIsCut() {
        append(samples.instant(), "pypnm", "said", "x".repeat(5000));

        assertThat(audit.list(Long.MAX_VALUE, 1).getFirst().detail()).hasSize(1000);
    }

    @Test
    void oldLinesAreForgottenAndTheirNumbersStayUsed() {
        append(samples.instant(), "pypnm", "old", "");
        samples.advance(Duration.ofDays(1));
        append(samples.instant(), "pypnm", "young", "");

        assertThat(audit.prune(samples.instant(), 1000, 10)).isEqualTo(1);

        assertThat(audit.list(Long.MAX_VALUE, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.what()).isEqualTo("young");
            assertThat(entry.id()).isEqualTo(2);
        });
    }

    @Test
    void noMoreLinesAreKeptThanThatAndTheOldestGoFirst() {
        for (int i = 1; i <= 5; i++) {
            append(samples.instant(), "agent", "misbehaved", "number " + i);
        }

        assertThat(audit.prune(samples.instant(), 2, 2)).isEqualTo(2);
        assertThat(audit.prune(samples.instant(), 2, 2)).isEqualTo(1);
        assertThat(audit.prune(samples.instant(), 2, 2)).isZero();

        assertThat(audit.list(Long.MAX_VALUE, 10)).extracting(Entry::detail).containsExactly("number 5", "number 4");
    }
}
