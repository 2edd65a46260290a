package io.pypnm.remote.gateway.store;

import java.nio.file.Path;
import java.sql.SQLException;

/// Changes a ledger behind the back of the gateway that has it open.
public final class Tampering {
    private Tampering() {}

    /// Runs SQL on the ledger's file.
    public static void run(Path file, String sql) throws SQLException {
        try (Sqlite sqlite = Sqlite.writer(file)) {
            sqlite.script(sql);
        }
    }
}
