package io.pypnm.remote.gateway.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/// The store cannot do what it was asked. Unless a case says otherwise, nothing was changed.
public abstract sealed class StoreException extends RuntimeException {
    private StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// Too much waits already, or another process holds the file's write lock. Try again later.
    public static final class Busy extends StoreException {
        Busy(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// The disk gave no answer in time. The change may be made, now or later, or not at all.
    public static final class Stalled extends StoreException {
        Stalled(String message) {
            super(message, null);
        }
    }

    /// The store has been closed.
    public static final class Closed extends StoreException {
        Closed() {
            super("the store is closed", null);
        }
    }

    /// No space is left for the file.
    public static final class Full extends StoreException {
        private Full(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The file is not a whole database of ours. Restore it, or move it away to begin with an empty one.
    public static final class Damaged extends StoreException {
        Damaged(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// One row is not what was written. The others can still be used.
    public static final class CorruptRow extends StoreException {
        CorruptRow(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// The file was written by a later version of this program.
    public static final class NewerSchema extends StoreException {
        NewerSchema(Path file, int has, int knows) {
            super(file + " has schema version " + has + ", this program knows up to " + knows, null);
        }
    }

    /// Any other fault: no permission, an I/O error, a bug of ours.
    public static final class Failed extends StoreException {
        Failed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// Says what an SQLite result code means for the caller.
    static StoreException of(Path file, SQLException e) {
        // The low byte is the primary code, the rest tells variants apart (sqlite.org/rescode.html).
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
        String message = file + ": " + code.name().toLowerCase(Locale.ROOT) + ", " + e.getMessage();
        return switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED -> new Busy(message, e);
            case SQLITE_FULL -> new Full(message, e);
            case SQLITE_CORRUPT, SQLITE_NOTADB -> new Damaged(message, e);
            default -> new Failed(message, e);
        };
    }
}
