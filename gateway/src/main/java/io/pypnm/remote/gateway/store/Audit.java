package io.pypnm.remote.gateway.store;

import io.pypnm.remote.gateway.store.OperationQueue.WhenFull;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Who did what, for operators and inspectors. Never holds a secret: that is the caller's duty.
public final class Audit {
    private static final int MAX_TEXT = 1000;
    private static final String LIST =
            "SELECT id, at, who, what, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?";
    private static final String PRUNE = """
            DELETE FROM audit WHERE id IN
                (SELECT id FROM (SELECT id, at FROM audit ORDER BY id LIMIT ?)
                 WHERE at < ? OR id <= (SELECT max(id) FROM audit) - ?)""";

    /// One line of it.
    ///
    /// @param id grows with time
    public record Entry(long id, Instant at, String who, String what, String detail) {}

    private final GroupCommit commits;
    private final ReaderPool readers;

    Audit(GroupCommit commits, ReaderPool readers) {
        this.commits = commits;
        this.readers = readers;
    }

    /// Adds a line, lazily. Texts are cut at 1000 characters.
    public void append(Instant at, String who, String what, String detail) {
        commits.runLazily(sqlite -> insert(sqlite, at, who, what, detail));
    }

    /// The newest lines first.
    ///
    /// @param before only lines with a smaller id; `Long.MAX_VALUE` for the first page
    public List<Entry> list(long before, int max) {
        return readers.read(sqlite -> sqlite.list(
                LIST, row -> new Entry(row.number(), row.instant(), row.text(), row.text(), row.text()), before, max));
    }

    /// Forgets lines older than that, and the oldest of more than `keep`: an agent that misbehaves writes lines.
    ///
    /// @return lines forgotten, at most `max`; fewer means that none is left to forget
    public int prune(Instant olderThan, long keep, int max) {
        return commits.run(WhenFull.WAIT, sqlite -> sqlite.update(PRUNE, max, olderThan, keep));
    }

    static int insert(Sqlite sqlite, Instant at, String who, String what, String detail) throws SQLException {
        return sqlite.update(
                "INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)", at, cut(who), cut(what), cut(detail));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
