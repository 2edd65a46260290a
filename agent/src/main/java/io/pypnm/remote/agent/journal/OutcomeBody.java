package io.pypnm.remote.agent.journal;

import java.nio.file.Path;

/// An encoded outcome as the journal keeps it.
public sealed interface OutcomeBody {
    /// Small enough for a frame. Immutable by agreement: the array is not copied.
    @SuppressWarnings("ArrayRecordComponent") // compared and printed nowhere
    record Inline(byte[] bytes) implements OutcomeBody {}

    /// In a file of its own, to travel by claim check.
    ///
    /// @param bytes  size of the file
    /// @param sha256 of the file, lower-case hexadecimal
    record Spooled(Path file, long bytes, String sha256) implements OutcomeBody {}

    /// Small enough for a frame, and a content that must be with the gateway before.
    ///
    /// @param bytes   the outcome; immutable by agreement
    /// @param content what it names
    @SuppressWarnings("ArrayRecordComponent") // compared and printed nowhere
    record WithContent(byte[] bytes, Spooled content) implements OutcomeBody {}
}
