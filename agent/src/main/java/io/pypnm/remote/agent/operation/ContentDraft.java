package io.pypnm.remote.agent.operation;

import java.io.IOException;

/// A content while it is being read, too large to stand in its command's outcome: it travels beside the outcome, which
/// names its size and SHA-256. Owned by the command's thread.
public interface ContentDraft extends AutoCloseable {
    /// Adds to it.
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// Puts it on disk: it is whole, and the outcome may name it.
    void seal() throws IOException;

    /// Forgets it, unless it was sealed.
    @Override
    void close();

    /// Where the contents of one command go.
    interface Place {
        /// An empty content.
        ///
        /// @param bytes    it may have
        /// @param holdings get what they take
        /// @throws CommandFailedException `NO_ROOM` if there is not so much
        ContentDraft begin(long bytes, Holdings holdings) throws CommandFailedException, IOException;
    }
}
