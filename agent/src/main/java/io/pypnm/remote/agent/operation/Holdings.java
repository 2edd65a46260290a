package io.pypnm.remote.agent.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a command takes of the agent until its outcome is kept or given up: room in memory, since a disk that is slow
/// to keep it must not let others take the same room, and a place for a content. Owned by the command's thread.
public final class Holdings implements AutoCloseable {
    private final List<Runnable> releases = new ArrayList<>();
    private final ContentDraft.Place contents;

    /// For a command that leaves no content.
    public Holdings() {
        this((_, _) -> {
            throw new IOException("there is no place for a content");
        });
    }

    /// @param contents where a content goes that is too large for the outcome
    public Holdings(ContentDraft.Place contents) {
        this.contents = contents;
    }

    /// A content that will travel beside the outcome; the caller closes it.
    ///
    /// @param bytes it may have
    /// @throws CommandFailedException `NO_ROOM` if there is no place for so much
    public ContentDraft beginContent(long bytes) throws CommandFailedException, IOException {
        return contents.begin(bytes, this);
    }

    /// Has `release` called once, at the end.
    public void add(Runnable release) {
        releases.add(release);
    }

    /// Gives all of it back.
    @Override
    public void close() {
        releases.forEach(Runnable::run);
        releases.clear();
    }
}
