package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.store.OperationQueue.WhenFull;
import io.pypnm.remote.gateway.store.Sqlite.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// The gateway's durable memory: one SQLite file (WAL, every commit synced). What a method has returned survives a
/// crash and a power cut, except where it says that it is lazy. Safe for use by many threads; made for virtual ones
/// that block.
///
/// Several processes may have the file open, so that accounts can be changed while a gateway runs; only one of them may
/// be a gateway.
public final class Store implements AutoCloseable {
    /// How hard the store works, since it was opened. `operations / commits` is what group commit saves; alert when
    /// `refused` grows (the disk is too slow for the load) or `logBytes` stays above 100 MiB (the checkpointer cannot
    /// keep up).
    ///
    /// @param operations  changes made
    /// @param commits     transactions that wrote something, each one fsync of the write-ahead log
    /// @param waiting     changes that wait for the disk now
    /// @param refused     changes refused because too many waited
    /// @param checkpoints times the write-ahead log was copied back beside the writer
    /// @param fileBytes   size of the database file
    /// @param logBytes    size of the write-ahead log
    public record Metrics(
            long operations,
            long commits,
            int waiting,
            long refused,
            long checkpoints,
            long fileBytes,
            long logBytes) {}

    private static final int READERS = 4;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final Sqlite writer;
    private final Checkpointer checkpointer;
    private final GroupCommit commits;
    private final ReaderPool readers;
    private final Ledger ledger;
    private final Accounts accounts;
    private final Audit audit;
    private final Captures captures;
    private final Jobs jobs;

    private Store(Path file, Sqlite writer, InstantSource clock) throws SQLException {
        this.file = file;
        this.writer = writer;
        this.readers = new ReaderPool(file, READERS);
        this.checkpointer = new Checkpointer(Sqlite.writer(file));
        this.commits = new GroupCommit(file, writer, checkpointer);
        this.ledger = new Ledger(commits, readers, new LedgerWriter(new MessageCodec(), clock), clock);
        this.accounts = new Accounts(commits, readers, clock);
        this.audit = new Audit(commits, readers);
        this.captures = new Captures(commits, readers);
        this.jobs = new Jobs(commits, readers);
    }

    /// Opens the file, or makes it with mode 0600 (and its directory with 0700), and brings its tables up to date.
    ///
    /// @throws StoreException.Damaged     if the file is not a whole database of ours
    /// @throws StoreException.NewerSchema if a later version of this program wrote it
    /// @throws StoreException             if it cannot be read or written
    public static Store open(Path file, InstantSource clock) {
        return open(file, clock, Schema.current());
    }

    static Store open(Path file, InstantSource clock, Schema schema) {
        makePrivate(file);
        try {
            Sqlite writer = Sqlite.writer(file);
            try {
                requireWriteAheadLog(writer, file);
                schema.migrate(writer, file);
                Store store = new Store(file, writer, clock);
                store.checkpointer.start();
                store.commits.start();
                return store;
            } catch (SQLException | StoreException e) {
                writer.close();
                throw e;
            }
        } catch (SQLException e) {
            throw StoreException.of(file, e);
        }
    }

    /// SQLite gives the files it makes beside this one (-wal, -shm) the same mode.
    private static void makePrivate(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null && Files.notExists(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            } else {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
        } catch (IOException e) {
            throw new StoreException.Failed(file + " cannot be made private to its owner: " + e, e);
        }
    }

    /// Some file systems (network mounts) cannot share memory between processes; there SQLite stays with its old
    /// journal in silence, and every promise about concurrency here would be void.
    private static void requireWriteAheadLog(Sqlite sqlite, Path file) throws SQLException {
        String mode = sqlite.first("PRAGMA journal_mode", Row::text).orElseThrow();
        if (!mode.equals("wal")) {
            throw new StoreException.Failed(file + " cannot have a write-ahead log; is it on a network mount?", null);
        }
    }

    public Ledger ledger() {
        return ledger;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Audit audit() {
        return audit;
    }

    public Captures captures() {
        return captures;
    }

    public Jobs jobs() {
        return jobs;
    }

    public Metrics metrics() {
        return new Metrics(
                commits.operations(),
                commits.commits(),
                commits.waiting(),
                commits.refused(),
                checkpointer.checkpoints(),
                length(file),
                length(file.resolveSibling(file.getFileName() + "-wal")));
    }

    private static long length(Path path) {
        return path.toFile().length();
    }

    /// Bytes of the file that are in use; what was forgotten leaves room within it.
    public long usedBytes() {
        return readers.read(sqlite -> (sqlite.number("PRAGMA page_count") - sqlite.number("PRAGMA freelist_count"))
                * sqlite.number("PRAGMA page_size"));
    }

    /// Writes something that means nothing, and returns when it is on disk: so can anything else be written.
    public void beat() {
        commits.run(WhenFull.WAIT, sqlite -> sqlite.update("UPDATE pulse SET beats = beats + 1"));
    }

    /// Reads the whole file and looks for damage to its structure; takes seconds per gigabyte. Damage within an outcome
    /// is found when that outcome is read.
    ///
    /// @return what is wrong, for people; empty if the file is whole
    public List<String> check() {
        try {
            List<String> found = readers.read(sqlite -> sqlite.list("PRAGMA quick_check(20)", Row::text));
            return found.equals(List.of("ok")) ? List.of() : found;
        } catch (StoreException.Damaged e) {
            // Too damaged even to be checked.
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /// Puts everything taken on disk, lazy changes too, and closes the file.
    ///
    /// @throws StoreException.Stalled if the disk does not answer; the file is then left as after a crash
    @Override
    public void close() {
        commits.close();
        try {
            checkpointer.close();
            readers.close();
            // Last, so that it copies the write-ahead log back and removes it.
            writer.close();
        } catch (SQLException e) {
            throw StoreException.of(file, e);
        }
    }
}
