package io.pypnm.remote.gateway.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.wire.OutcomeKind;
import io.pypnm.remote.gateway.ledger.NewCommand;
import io.pypnm.remote.gateway.ledger.Sender;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreFileTest {
    private static final int VERSION = Schema.current().scripts().size();

    @TempDir
    private Path directory;

    private final Samples samples = new Samples();
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("data").resolve("ledger.db");
    }

    @Test
    void emptyFileGetsTheTablesAndStaysUsable() {
        NewCommand command = samples.read();
        try (Store store = Store.open(file, samples)) {
            store.ledger().accept(command);
        }

        try (Store store = Store.open(file, samples)) {
            assertThat(store.ledger().find(command.id())).isPresent();
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void filesAreTheOwnersAlone() throws IOException {
        try (Store store = Store.open(file, samples)) {
            store.ledger().accept(samples.read());

            assertThat(mode(directory.resolve("data"))).isEqualTo("rwx------");
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(mode(file.resolveSibling("ledger.db-wal"))).isEqualTo("rw-------");
            assertThat(mode(file.resolveSibling("ledger.db-shm"))).isEqualTo("rw-------");
        }
    }

    @Test
    void tooWideModeIsTightened() throws IOException {
        Store.open(file, samples).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Store.open(file, samples).close();

        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void closedFileIsWholeWithoutItsLog() {
        try (Store store = Store.open(file, samples)) {
            store.ledger().accept(samples.read());
        }

        assertThat(file.resolveSibling("ledger.db-wal")).doesNotExist();
    }

    @Test
    void everyCommitIsSynced() throws SQLException {
        Store.open(file, samples).close();

        try (Sqlite sqlite = Sqlite.writer(file)) {
            // 2 is FULL (sqlite.org/pragma.html#pragma_synchronous).
            assertThat(sqlite.number("PRAGMA synchronous")).isEqualTo(2);
            assertThat(sqlite.first("PRAGMA journal_mode", Sqlite.Row::text)).contains("wal");
        }
    }

    private static Schema next(String script) {
        return new Schema(Stream.concat(Schema.current().scripts().stream(), Stream.of(script))
                .toList());
    }

    @Test
    void earlierVersionIsBroughtUpToDateWithItsRows() throws SQLException {
        NewCommand command = samples.read();
        try (Store store = Store.open(file, samples)) {
            store.ledger().accept(command);
        }
        Schema next =
                next("CREATE TABLE later (name TEXT); ALTER TABLE commands ADD COLUMN newest TEXT NOT NULL DEFAULT ''");

        Store.open(file, samples, next).close();

        try (Store store = Store.open(file, samples, next)) {
            assertThat(store.ledger().find(command.id())).isPresent();
        }
        try (Sqlite sqlite = Sqlite.reader(file)) {
            assertThat(sqlite.number("PRAGMA user_version")).isEqualTo(VERSION + 1);
            assertThat(sqlite.number("SELECT count(*) FROM sqlite_schema WHERE name = 'later'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void failedMigrationChangesNothing() throws SQLException {
        Store.open(file, samples).close();
        Schema broken = next("CREATE TABLE later (name TEXT); CREATE NONSENSE");

        assertThatThrownBy(() -> Store.open(file, samples, broken)).isInstanceOf(StoreException.Failed.class);

        try (Sqlite sqlite = Sqlite.writer(file)) {
            assertThat(sqlite.number("PRAGMA user_version")).isEqualTo(VERSION);
            assertThat(sqlite.number("SELECT count(*) FROM sqlite_schema WHERE name = 'later'"))
                    .isZero();
        }
    }

    @Test
    void laterVersionIsRefused() throws SQLException {
        Store.open(file, samples).close();
        try (Sqlite sqlite = Sqlite.writer(file)) {
            sqlite.script("PRAGMA user_version = 99");
        }

        assertThatThrownBy(() -> Store.open(file, samples))
                .isInstanceOf(StoreException.NewerSchema.class)
                .hasMessage(file + " has schema version 99, this program knows up to " + VERSION);
    }

    @Test
    void anotherProgramsDatabaseIsRefused() throws SQLException, IOException {
        Files.createDirectories(file.getParent());
        try (Sqlite sqlite = Sqlite.writer(file)) {
            sqlite.script("CREATE TABLE theirs (name TEXT)");
        }

        assertThatThrownBy(() -> Store.open(file, samples))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("another program");
    }

    @Test
    void fileThatIsNoDatabaseIsRefusedByName() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "this is not a database, and long enough to be read as one: " + "x".repeat(4096));

        assertThatThrownBy(() -> Store.open(file, samples))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void flippedBitInAnOutcomeIsNeverAGoodResult() throws IOException {
        CommandId id;
        try (Store store = Store.open(file, samples)) {
            id = ended(store.ledger(), "{\"value\":\"needle-in-the-outcome\"}");
        }
        flipABitOf("needle-in-the-outcome");

        try (Store store = Store.open(file, samples)) {
            assertThatThrownBy(() -> store.ledger().find(id))
                    .isInstanceOf(StoreException.CorruptRow.class)
                    .hasMessage("the outcome of command " + id + " does not match its checksum");
            // The rest of the ledger goes on.
            assertThat(store.ledger().accept(samples.read())).isNotNull();
        }
    }

    @Test
    void damagedStructureIsFoundByTheCheck() throws IOException {
        try (Store store = Store.open(file, samples)) {
            for (int i = 0; i < 100; i++) {
                ended(store.ledger(), "{\"value\":\"" + "x".repeat(500) + "\"}");
            }
        }
        // Header of a b-tree page in the middle of the file: its cell pointers (sqlite.org/fileformat.html section
        // 1.6).
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2 / 4096 * 4096);
            bytes.write(new byte[64]);
        }

        try (Store store = Store.open(file, samples)) {
            assertThat(store.check()).isNotEmpty();
        }
    }

    @Test
    void beatIsWrittenToTheDisk() {
        try (Store store = Store.open(file, samples)) {
            store.beat();
            Store.Metrics before = store.metrics();

            store.beat();

            assertThat(store.metrics().commits()).isEqualTo(before.commits() + 1);
            assertThat(store.metrics().logBytes()).isGreaterThan(before.logBytes());
        }
    }

    @Test
    void metricsCountWhatTheDiskDid() {
        try (Store store = Store.open(file, samples)) {
            store.ledger().accept(samples.read());
            store.ledger().accept(samples.read());

            Store.Metrics metrics = store.metrics();

            assertThat(metrics.operations()).isEqualTo(2);
            assertThat(metrics.commits()).isEqualTo(2);
            assertThat(metrics.waiting()).isZero();
            assertThat(metrics.fileBytes() + metrics.logBytes()).isPositive();
        }
    }

    @Test
    void closedStoreSaysSo() {
        Store store = Store.open(file, samples);
        store.close();

        assertThatThrownBy(() -> store.ledger().accept(samples.read())).isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(() -> store.ledger().totals()).isInstanceOf(StoreException.Closed.class);
    }

    private CommandId ended(Ledger ledger, String json) {
        NewCommand command = samples.read();
        ledger.accept(command);
        ledger.settle(List.of(Samples.ending(command.id(), new Sender.Gateway(), OutcomeKind.COMPLETED, json)));
        return command.id();
    }

    private void flipABitOf(String needle) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, ISO_8859_1).indexOf(needle);
        assertThat(at).isPositive();
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
