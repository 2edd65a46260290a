package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.InstanceId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.sqlite.SQLiteConfig;

/// One connection to the file and the statements it has prepared. Used by one thread at a time.
final class Sqlite implements AutoCloseable {
    /// How long to wait for another process (`gateway agents add`) to give up the write lock.
    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

    private static final int UUID_BYTES = 16;

    /// Makes a value of a row.
    @FunctionalInterface
    interface Mapping<T> {
        T of(Row row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private long changes;

    private Sqlite(Connection connection) {
        this.connection = connection;
    }

    /// Opens a connection that writes, and makes the file if it is not there.
    static Sqlite writer(Path file) throws SQLException {
        SQLiteConfig config = config();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // FULL: a commit returns after its fsync. WAL's usual NORMAL would lose the last commits at a power cut.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-8 * 1024);
        Sqlite sqlite = new Sqlite(config.createConnection("jdbc:sqlite:" + file));
        // The Checkpointer does this, so that no commit has to.
        sqlite.number("PRAGMA wal_autocheckpoint = 0");
        sqlite.leaveTransactionsToUs();
        return sqlite;
    }

    static Sqlite reader(Path file) throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        Sqlite sqlite = new Sqlite(config.createConnection("jdbc:sqlite:" + file));
        sqlite.leaveTransactionsToUs();
        return sqlite;
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) LOCK_WAIT.toMillis());
        // Else the driver asks for the last row id after every change.
        config.setGetGeneratedKeys(false);
        return config;
    }

    /// With JDBC's auto-commit on, the driver (3.54) runs a BEGIN and a COMMIT of its own after every change; off, it
    /// keeps a transaction open all the time. Off with that transaction ended leaves BEGIN and COMMIT to us, and saves
    /// a third of the time of a change.
    private void leaveTransactionsToUs() throws SQLException {
        connection.setAutoCommit(false);
        execute("COMMIT");
    }

    /// Runs statements parted by semicolons.
    void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// Runs a statement without an answer that is used often, such as `COMMIT`.
    void execute(String sql) throws SQLException {
        run(sql, PreparedStatement::execute);
    }

    /// Runs an INSERT, UPDATE or DELETE.
    ///
    /// @param values of the question marks: text, numbers, flags, bytes, times, ids
    /// @return the number of rows changed
    int update(String sql, Object... values) throws SQLException {
        int changed = run(sql, PreparedStatement::executeUpdate, values);
        changes += changed;
        return changed;
    }

    /// Runs a query; all rows are read before it returns.
    <T> List<T> list(String sql, Mapping<T> mapping, Object... values) throws SQLException {
        var all = new Bound<T>(Integer.MAX_VALUE, _ -> 0, Long.MAX_VALUE);
        return query(sql, result -> read(result, mapping, all), values);
    }

    /// How much of an answer is read.
    ///
    /// @param bytes    what a row takes
    /// @param maxBytes no further row is read once those read take so many
    record Bound<T>(int maxRows, ToLongFunction<T> bytes, long maxBytes) {}

    /// The first rows of an answer.
    ///
    /// @param more whether rows were left
    record Part<T>(List<T> rows, boolean more) {}

    /// Runs a query and reads the rows within the bound.
    <T> Part<T> part(String sql, Mapping<T> mapping, Bound<T> bound, Object... values) throws SQLException {
        return query(sql, result -> new Part<>(read(result, mapping, bound), result.next()), values);
    }

    /// Runs a query of which the first row matters.
    <T> Optional<T> first(String sql, Mapping<T> mapping, Object... values) throws SQLException {
        return query(
                sql, result -> result.next() ? Optional.of(mapping.of(new Row(result))) : Optional.empty(), values);
    }

    /// Runs a query of one number; 0 if there is no row.
    long number(String sql, Object... values) throws SQLException {
        return first(sql, Row::number, values).orElse(0L);
    }

    /// Rows changed since this connection was opened.
    long changes() {
        return changes;
    }

    private <T> T query(String sql, Reading<T> reading, Object... values) throws SQLException {
        return run(
                sql,
                statement -> {
                    // Closing the result ends the read; an open one would hold its snapshot, and with it the
                    // write-ahead log.
                    try (ResultSet result = statement.executeQuery()) {
                        return reading.of(result);
                    } catch (IllegalArgumentException e) {
                        throw new StoreException.CorruptRow("a row is not what was written: " + e.getMessage(), e);
                    }
                },
                values);
    }

    private static <T> List<T> read(ResultSet result, Mapping<T> mapping, Bound<T> bound) throws SQLException {
        List<T> rows = new ArrayList<>();
        long bytes = 0;
        while (rows.size() < bound.maxRows() && bytes < bound.maxBytes() && result.next()) {
            T row = mapping.of(new Row(result));
            bytes += bound.bytes().applyAsLong(row);
            rows.add(row);
        }
        return rows;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet result) throws SQLException;
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(String sql, Use<T> use, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        try {
            for (int i = 0; i < values.length; i++) {
                bind(statement, i + 1, values[i]);
            }
            return use.of(statement);
        } catch (SQLException e) {
            // The driver finalizes a statement that failed; it cannot be used again.
            statements.remove(sql);
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean flag -> statement.setBoolean(index, flag);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Instant instant -> statement.setLong(index, instant.toEpochMilli());
            case Duration duration -> statement.setLong(index, duration.toMillis());
            case CommandId id -> statement.setBytes(index, bytes(id.value()));
            case InstanceId instance -> statement.setBytes(index, bytes(instance.value()));
            case AgentId agent -> statement.setString(index, agent.value());
            default -> throw new IllegalArgumentException("cannot bind a " + value.getClass());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(UUID_BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /// One row of an answer, read column by column from left to right: each call takes the next. A value that cannot be
    /// what we wrote is an [IllegalArgumentException], which becomes a [StoreException.CorruptRow].
    static final class Row {
        private final ResultSet result;
        private int column;

        Row(ResultSet result) {
            this.result = result;
        }

        String text() throws SQLException {
            return present(result.getString(++column));
        }

        byte[] bytes() throws SQLException {
            return present(result.getBytes(++column));
        }

        /// An integer; SQL's NULL is 0.
        long number() throws SQLException {
            return result.getLong(++column);
        }

        boolean flag() throws SQLException {
            return number() != 0;
        }

        Instant instant() throws SQLException {
            return Instant.ofEpochMilli(number());
        }

        Duration duration() throws SQLException {
            return Duration.ofMillis(number());
        }

        CommandId commandId() throws SQLException {
            return new CommandId(uuid());
        }

        InstanceId instance() throws SQLException {
            return new InstanceId(uuid());
        }

        /// Whether the next column is NULL; does not take it.
        boolean nextIsAbsent() throws SQLException {
            return result.getObject(column + 1) == null;
        }

        void skip(int columns) {
            column += columns;
        }

        private UUID uuid() throws SQLException {
            byte[] bytes = bytes();
            if (bytes.length != UUID_BYTES) {
                throw new IllegalArgumentException("column " + column + " must have 16 bytes, has " + bytes.length);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong());
        }

        private <T> T present(T value) {
            if (value == null) {
                throw new IllegalArgumentException("column " + column + " is NULL");
            }
            return value;
        }
    }
}
