package io.pypnm.remote.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// The tables of the file, as an ordered list of scripts: script n leads from version n-1 to n. A script that was
/// released is never changed; a change is a new one.
///
/// @param scripts the first makes an empty file version 1
record Schema(List<String> scripts) {
    /// "PyPN": how a file of ours is told from another program's (sqlite.org/pragma.html#pragma_application_id).
    private static final long APPLICATION_ID = 0x5079504e;

    Schema {
        scripts = List.copyOf(scripts);
    }

    static Schema current() {
        return new Schema(List.of(
                resource("schema-1.sql"),
                resource("schema-2.sql"),
                resource("schema-3.sql"),
                resource("schema-4.sql")));
    }

    /// Brings the file to this version, all or nothing; several processes may try at once.
    ///
    /// @throws StoreException.NewerSchema if it is past this version
    /// @throws StoreException.Damaged     if it is another program's database
    void migrate(Sqlite sqlite, Path file) throws SQLException {
        sqlite.execute("BEGIN IMMEDIATE");
        try {
            int version = (int) sqlite.number("PRAGMA user_version");
            if (version > scripts.size()) {
                throw new StoreException.NewerSchema(file, version, scripts.size());
            }
            requireOurs(sqlite, file, version);
            for (String script : scripts.subList(version, scripts.size())) {
                sqlite.script(script);
            }
            if (version < scripts.size()) {
                sqlite.script(
                        "PRAGMA application_id = " + APPLICATION_ID + "; PRAGMA user_version = " + scripts.size());
            }
            sqlite.execute("COMMIT");
        } catch (SQLException | StoreException e) {
            sqlite.script("ROLLBACK");
            throw e;
        }
    }

    private static void requireOurs(Sqlite sqlite, Path file, int version) throws SQLException {
        boolean ours = sqlite.number("PRAGMA application_id") == APPLICATION_ID;
        boolean empty = version == 0 && sqlite.number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!ours && !empty) {
            throw new StoreException.Damaged(file + " is a database of another program", null);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
