package io.pypnm.remote.agent.files;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;

/// A directory that files are read from. Safe for use by many threads.
interface Root {
    /// Where it is, for people.
    String origin();

    /// Opens it for one command.
    Folder open(Deadline deadline) throws CommandFailedException, InterruptedException;
}
