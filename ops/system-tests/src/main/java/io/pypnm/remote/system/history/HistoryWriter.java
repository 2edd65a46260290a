package io.pypnm.remote.system.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Appends events to a history file, each on disk's doorstep when [#write] returns. Safe for use by many threads.
public final class HistoryWriter implements AutoCloseable {
    private final EventJson json = new EventJson();
    /// Guarded by this.
    private final BufferedWriter out;

    private HistoryWriter(BufferedWriter out) {
        this.out = out;
    }

    /// Appends to the file, which is made if it is not there.
    public static HistoryWriter open(Path file) throws IOException {
        return new HistoryWriter(Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /// Writes one event.
    public synchronized void write(HistoryEvent event) {
        try {
            out.write(json.write(event));
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be written", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
