package io.pypnm.remote.agent.operation;

import java.util.ArrayList;
import java.util.List;

/// What a command takes of the agent's memory until its outcome is kept or given up: a disk that is slow to keep it
/// must not let others take the same room. Owned by the command's thread.
public final class Holdings implements AutoCloseable {
    private final List<Runnable> releases = new ArrayList<>();

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
