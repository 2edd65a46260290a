package io.pypnm.remote.gateway.store;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.gateway.pnm.archive.CaptureFilter;
import io.pypnm.remote.gateway.pnm.archive.MeasurementHead;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import io.pypnm.remote.gateway.pnm.archive.NewMeasurement;
import io.pypnm.remote.gateway.pnm.archive.NewMeasurement.NewCapture;
import io.pypnm.remote.gateway.pnm.archive.NewMeasurement.NewFile;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture.StoredFile;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import io.pypnm.remote.gateway.store.OperationQueue.WhenFull;
import io.pypnm.remote.gateway.store.Sqlite.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What measurements brought, files and all. The contents of a file are 4 to 50 KB: rows of that size are read no
/// slower than files, are on disk with what says what they are, and are lost with it.
public final class Captures {
    private static final String UNFILED = """
            SELECT id FROM commands INDEXED BY commands_to_file
            WHERE lease <> '' AND state = 'ended' AND filed = 0 ORDER BY id LIMIT ?""";
    private static final String INSERT_MEASUREMENT =
            "INSERT INTO measurements (command, mac, type, agent, cmts, at, request, outcome)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_CAPTURE = """
            INSERT INTO captures (command, mac, type, at, if_index, channel_id, status, sound)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String INSERT_FILE = """
            INSERT INTO capture_files (capture, number, name, sha256, bytes, content) VALUES (?, ?, ?, ?, ?, ?)""";

    private static final String HEAD = "m.command, m.mac, m.type, m.agent, m.cmts, m.at";
    private static final String FIND =
            "SELECT " + HEAD + ", m.request, m.outcome FROM measurements m WHERE m.command = ?";
    private static final String NEWEST = "SELECT " + HEAD + ", m.request, m.outcome"
            + " FROM measurements m INDEXED BY measurements_by_modem"
            + " WHERE m.mac = ? AND m.type = ? AND m.at >= ? ORDER BY m.at DESC LIMIT ?";
    private static final String CAPTURE = "SELECT " + HEAD
            + ", c.id, c.if_index, c.channel_id, c.status, c.sound"
            + " FROM captures c %s JOIN measurements m ON m.command = c.command WHERE ";
    private static final String OF_MEASUREMENT =
            CAPTURE.formatted("INDEXED BY captures_by_command") + "c.command = ? ORDER BY c.id";
    private static final String ONE = CAPTURE.formatted("") + "c.id = ?";
    private static final String HISTORY = CAPTURE.formatted("INDEXED BY captures_by_modem")
            + "c.mac = ? AND c.type = ? AND c.at >= ? AND c.at < ? AND (? = 0 OR c.channel_id = ?)"
            + " AND (? = 0 OR (c.at, c.id) < (SELECT b.at, b.id FROM captures b WHERE b.id = ?))"
            + " ORDER BY c.at DESC, c.id DESC LIMIT ?";
    private static final String FILES =
            "SELECT name, sha256, bytes FROM capture_files WHERE capture = ? ORDER BY number";
    private static final String OLD =
            "SELECT command FROM measurements INDEXED BY measurements_by_age WHERE at < ? ORDER BY at LIMIT ?";
    private static final String FORGET_FILES =
            "DELETE FROM capture_files WHERE capture IN (SELECT id FROM captures WHERE command = ?)";
    private static final String CONTENT = "SELECT sha256, content FROM capture_files WHERE capture = ? AND number = ?";

    private final GroupCommit commits;
    private final ReaderPool readers;

    Captures(GroupCommit commits, ReaderPool readers) {
        this.commits = commits;
        this.readers = readers;
    }

    /// Measurements that have ended and are not filed yet, oldest first.
    public List<CommandId> unfiled(int max) {
        return readers.read(sqlite -> sqlite.list(UNFILED, Row::commandId, max));
    }

    /// Keeps what a measurement brought, unless it is kept already.
    public void file(NewMeasurement measurement) {
        commits.run(WhenFull.WAIT, sqlite -> {
            boolean first = markFiled(sqlite, measurement.head().command());
            if (first) {
                insert(sqlite, measurement);
            }
            return first;
        });
    }

    /// Notes that the measurement brought nothing that can be kept.
    public void dismiss(CommandId command) {
        commits.run(WhenFull.WAIT, sqlite -> markFiled(sqlite, command));
    }

    private static boolean markFiled(Sqlite sqlite, CommandId command) throws SQLException {
        return sqlite.update("UPDATE commands SET filed = 1 WHERE id = ? AND filed = 0", command) == 1;
    }

    private static void insert(Sqlite sqlite, NewMeasurement measurement) throws SQLException {
        MeasurementHead head = measurement.head();
        String mac = head.mac().toString();
        String type = head.type().wireName();
        sqlite.update(
                INSERT_MEASUREMENT,
                head.command(),
                mac,
                type,
                head.agent(),
                head.cmts(),
                head.at(),
                measurement.request(),
                measurement.outcome());
        for (NewCapture capture : measurement.captures()) {
            sqlite.update(
                    INSERT_CAPTURE,
                    head.command(),
                    mac,
                    type,
                    head.at(),
                    capture.ifIndex(),
                    capture.channelId(),
                    capture.status().name(),
                    capture.sound());
            long id = sqlite.number("SELECT last_insert_rowid()");
            int number = 0;
            for (NewFile file : capture.files()) {
                byte[] content = file.content();
                sqlite.update(INSERT_FILE, id, number, file.name(), file.sha256(), content.length, content);
                number++;
            }
        }
    }

    public Optional<StoredMeasurement> find(CommandId command) {
        return readers.read(sqlite -> {
            Optional<StoredMeasurement> head = sqlite.first(FIND, Captures::measurement, command);
            return head.isPresent() ? Optional.of(whole(sqlite, head.get())) : Optional.empty();
        });
    }

    /// The newest measurements of a modem.
    ///
    /// @param since only those then or later
    public List<StoredMeasurement> newest(MacAddress mac, MeasurementType type, Instant since, int max) {
        return readers.read(sqlite -> {
            List<StoredMeasurement> found = new ArrayList<>();
            for (StoredMeasurement head :
                    sqlite.list(NEWEST, Captures::measurement, mac.toString(), type.wireName(), since, max)) {
                found.add(whole(sqlite, head));
            }
            return found;
        });
    }

    public Optional<StoredCapture> capture(long id) {
        return readers.read(sqlite -> {
            Optional<StoredCapture> found = sqlite.first(ONE, Captures::capture, id);
            return found.isPresent() ? Optional.of(withFiles(sqlite, found.get())) : Optional.empty();
        });
    }

    /// Captures that match, newest first.
    public List<StoredCapture> history(CaptureFilter filter) {
        return readers.read(sqlite -> withFiles(
                sqlite,
                sqlite.list(
                        HISTORY,
                        Captures::capture,
                        filter.mac().toString(),
                        filter.type().wireName(),
                        filter.from(),
                        filter.to(),
                        filter.channelId(),
                        filter.channelId(),
                        filter.before(),
                        filter.before(),
                        filter.limit())));
    }

    /// Size of all files.
    public long bytes() {
        return readers.read(sqlite -> sqlite.number("SELECT sum(bytes) FROM capture_files"));
    }

    /// Forgets measurements before `olderThan`, the oldest first, with their captures and files.
    ///
    /// @return measurements forgotten, at most `max`; fewer means that none is left
    public int prune(Instant olderThan, int max) {
        return commits.run(WhenFull.WAIT, sqlite -> {
            List<CommandId> old = sqlite.list(OLD, Row::commandId, olderThan, max);
            for (CommandId command : old) {
                sqlite.update(FORGET_FILES, command);
                sqlite.update("DELETE FROM captures WHERE command = ?", command);
                sqlite.update("DELETE FROM measurements WHERE command = ?", command);
            }
            return old.size();
        });
    }

    /// A file as the modem wrote it.
    ///
    /// @param number its place in the capture's list
    /// @throws StoreException.CorruptRow if it is not what was stored
    public Optional<byte[]> content(long capture, int number) {
        return readers.read(sqlite -> sqlite.first(
                CONTENT,
                row -> {
                    String sha256 = row.text();
                    byte[] content = row.bytes();
                    if (!Checksum.matches(content, sha256)) {
                        throw new StoreException.CorruptRow(
                                "file " + number + " of capture " + capture + " does not match its checksum", null);
                    }
                    return content;
                },
                capture,
                number));
    }

    private static StoredMeasurement whole(Sqlite sqlite, StoredMeasurement head) throws SQLException {
        List<StoredCapture> captures =
                sqlite.list(OF_MEASUREMENT, Captures::capture, head.head().command());
        return new StoredMeasurement(head.head(), head.request(), head.outcome(), withFiles(sqlite, captures));
    }

    private static List<StoredCapture> withFiles(Sqlite sqlite, List<StoredCapture> captures) throws SQLException {
        List<StoredCapture> whole = new ArrayList<>(captures.size());
        for (StoredCapture capture : captures) {
            whole.add(withFiles(sqlite, capture));
        }
        return whole;
    }

    private static StoredCapture withFiles(Sqlite sqlite, StoredCapture bare) throws SQLException {
        List<StoredFile> files =
                sqlite.list(FILES, row -> new StoredFile(row.text(), row.text(), row.number()), bare.id());
        return new StoredCapture(
                bare.id(), bare.head(), bare.ifIndex(), bare.channelId(), bare.status(), bare.sound(), files);
    }

    private static StoredMeasurement measurement(Row row) throws SQLException {
        return new StoredMeasurement(head(row), row.bytes(), row.bytes(), List.of());
    }

    private static StoredCapture capture(Row row) throws SQLException {
        MeasurementHead head = head(row);
        return new StoredCapture(
                row.number(),
                head,
                row.number(),
                (int) row.number(),
                MeasStatus.valueOf(row.text()),
                row.flag(),
                List.of());
    }

    private static MeasurementHead head(Row row) throws SQLException {
        return new MeasurementHead(
                row.commandId(),
                MacAddress.parse(row.text()),
                type(row.text()),
                new AgentId(row.text()),
                row.text(),
                row.instant());
    }

    static MeasurementType type(String name) {
        return MeasurementType.named(name).orElseThrow(() -> new IllegalArgumentException("type is " + name));
    }
}
