package io.pypnm.remote.agent.journal;

import java.io.IOException;
import java.nio.file.Path;

/// A journal whose bytes are not what was written and synced. It is left as it is: what it no longer tells may be that
/// a SET was started, so a person must look. Moving the journal directory away gives the agent a new instance.
public final class JournalDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long offset;

    JournalDamagedException(Path file, long offset, String what) {
        super(file + " is damaged at byte " + offset + ": " + what);
        this.file = file;
        this.offset = offset;
    }

    public Path file() {
        return file;
    }

    /// Where the first damaged record begins.
    public long offset() {
        return offset;
    }
}
