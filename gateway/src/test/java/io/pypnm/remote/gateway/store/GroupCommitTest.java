package io.pypnm.remote.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pypnm.remote.gateway.store.OperationQueue.WhenFull;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupCommitTest {
    private static final String INSERT = "INSERT INTO marks (name) VALUES (?)";
    private static final int CAPACITY = 4096;

    @TempDir
    private Path directory;

    private final CountDownLatch held = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private Path file;
    private Sqlite writer;
    private Sqlite reader;
    private Checkpointer checkpointer;
    private GroupCommit commits;

    @BeforeEach
    void open() throws SQLException {
        file = directory.resolve("marks.db");
        writer = Sqlite.writer(file);
        writer.script("CREATE TABLE marks (name TEXT PRIMARY KEY)");
        reader = Sqlite.reader(file);
        checkpointer = new Checkpointer(Sqlite.writer(file));
        checkpointer.start();
        commits = new GroupCommit(file, writer, checkpointer);
        commits.start();
    }

    @AfterEach
    void close() throws SQLException {
        held.countDown();
        callers.close();
        commits.close();
        checkpointer.close();
        reader.close();
        writer.close();
    }

    @Test
    void changesThatWaitTogetherShareACommit() throws Exception {
        Future<Integer> first = holdTheWriter();
        List<Future<Integer>> others =
                IntStream.range(0, 100).mapToObj(i -> insertLater("mark " + i)).toList();
        await().until(() -> commits.waiting() == 100);

        held.countDown();

        assertThat(first.get()).isEqualTo(1);
        for (Future<Integer> other : others) {
            assertThat(other.get()).isEqualTo(1);
        }
        assertThat(commits.operations()).isEqualTo(101);
        assertThat(commits.commits()).isEqualTo(2);
    }

    @Test
    void changeIsVisibleToOthersWhenItsCallerGoesOn() throws SQLException {
        assertThat(insert("one")).isEqualTo(1);

        assertThat(marks()).containsExactly("one");
    }

    @Test
    void oneBadChangeDoesNotSpoilTheOthers() throws Exception {
        insert("taken");
        Future<Integer> first = holdTheWriter();
        Future<Integer> good = insertLater("good");
        await().until(() -> commits.waiting() == 1);
        Future<Integer> bad = insertLater("taken");
        Future<Integer> bug = later(sqlite -> {
            sqlite.update(INSERT, "half of a bug");
            throw new IllegalStateException("a bug");
        });
        Future<Integer> alsoGood = insertLater("also good");
        await().until(() -> commits.waiting() == 4);

        held.countDown();

        assertThat(first.get()).isEqualTo(1);
        assertThat(good.get()).isEqualTo(1);
        assertThat(alsoGood.get()).isEqualTo(1);
        assertThatThrownBy(bad::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("UNIQUE");
        assertThatThrownBy(bug::get)
                .hasCauseInstanceOf(StoreException.Failed.class)
                .hasRootCauseMessage("a bug");
        assertThat(marks()).containsExactlyInAnyOrder("taken", "held", "good", "also good");
        assertThat(insert("the next")).isEqualTo(1);
    }

    @Test
    void fullQueueRefusesNewWorkAndLetsTheRestWait() throws Exception {
        Future<Integer> first = holdTheWriter();
        for (int i = 0; i < CAPACITY; i++) {
            String name = "lazy " + i;
            commits.runLazily(sqlite -> sqlite.update(INSERT, name));
        }

        assertThatThrownBy(() -> commits.run(WhenFull.REFUSE, sqlite -> sqlite.update(INSERT, "refused")))
                .isInstanceOf(StoreException.Busy.class)
                .hasMessage("4096 changes wait for the disk already");
        assertThat(commits.refused()).isEqualTo(1);
        Future<Integer> patient = insertLater("patient");
        held.countDown();

        assertThat(first.get()).isEqualTo(1);
        assertThat(patient.get()).isEqualTo(1);
        assertThat(marks()).hasSize(CAPACITY + 2).contains("patient").doesNotContain("refused");
    }

    @Test
    void lazyChangeReachesTheDiskWithoutAnyOther() {
        commits.runLazily(sqlite -> sqlite.update(INSERT, "lazy"));

        await().atMost(Duration.ofSeconds(5)).until(() -> marks().equals(List.of("lazy")));
        assertThat(commits.commits()).isEqualTo(1);
    }

    @Test
    void lazyChangesRideOnTheNextCommitInOrder() throws SQLException {
        commits.runLazily(sqlite -> sqlite.update(INSERT, "before"));

        commits.run(WhenFull.WAIT, sqlite -> sqlite.update("UPDATE marks SET name = 'after' WHERE name = 'before'"));

        assertThat(marks()).containsExactly("after");
        assertThat(commits.commits()).isEqualTo(1);
    }

    @Test
    void closeLosesNothingThatWasTaken() throws SQLException {
        for (int i = 0; i < 1000; i++) {
            String name = "lazy " + i;
            commits.runLazily(sqlite -> sqlite.update(INSERT, name));
        }

        commits.close();

        assertThat(marks()).hasSize(1000);
        assertThatThrownBy(() -> insert("too late")).isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(() -> commits.runLazily(sqlite -> sqlite.update(INSERT, "too late")))
                .isInstanceOf(StoreException.Closed.class);
    }

    @Test
    void interruptedCallerStillLearnsWhatHappened() throws Exception {
        Callable<Boolean> interrupted = () -> {
            Thread.currentThread().interrupt();
            int changed = insert("interrupted");
            return changed == 1 && Thread.currentThread().isInterrupted();
        };

        assertThat(callers.submit(interrupted).get()).isTrue();
    }

    @Test
    void lookingChangesNothingAndSyncsNothing() {
        commits.run(WhenFull.WAIT, sqlite -> sqlite.number("SELECT count(*) FROM marks"));

        assertThat(commits.operations()).isEqualTo(1);
        assertThat(commits.commits()).isZero();
    }

    @Test
    void anotherProcessThatKeepsTheLockMakesTheStoreBusy() throws Exception {
        commits.run(WhenFull.WAIT, sqlite -> sqlite.number("PRAGMA busy_timeout = 50"));
        try (Sqlite other = Sqlite.writer(file)) {
            other.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> insert("one")).isInstanceOf(StoreException.Busy.class);

            other.execute("ROLLBACK");
        }
        assertThat(insert("one")).isEqualTo(1);
    }

    @Test
    void longLogIsCopiedBackBesideTheWriterAndStaysBounded() throws SQLException {
        commits.run(WhenFull.WAIT, sqlite -> {
            sqlite.script("CREATE TABLE bulk (body BLOB)");
            return sqlite.update("INSERT INTO bulk VALUES (zeroblob(1048576))");
        });

        for (int i = 0; i < 100; i++) {
            commits.run(WhenFull.WAIT, sqlite -> sqlite.update("UPDATE bulk SET body = randomblob(1048576)"));
        }

        assertThat(checkpointer.checkpoints()).isPositive();
        assertThat(directory.resolve("marks.db-wal").toFile().length()).isLessThan(80L << 20);
    }

    /// Keeps the writer in one change until `held` is released.
    private Future<Integer> holdTheWriter() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        Future<Integer> holder = later(sqlite -> {
            running.countDown();
            awaitUnchecked(held);
            return sqlite.update(INSERT, "held");
        });
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        return holder;
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<Integer> later(Operation.Work<Integer> work) {
        return callers.submit(() -> commits.run(WhenFull.WAIT, work));
    }

    private Future<Integer> insertLater(String name) {
        return later(sqlite -> sqlite.update(INSERT, name));
    }

    private int insert(String name) {
        return commits.run(WhenFull.WAIT, sqlite -> sqlite.update(INSERT, name));
    }

    private List<String> marks() throws SQLException {
        return reader.list("SELECT name FROM marks", Sqlite.Row::text);
    }
}
