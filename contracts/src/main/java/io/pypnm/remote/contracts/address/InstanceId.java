package io.pypnm.remote.contracts.address;

import java.util.UUID;

/// Names one life of an agent's journal: made when the journal is, kept beside it, lost with it. Two processes that
/// share an agent id but not a journal have different instances, so a `set` that one of them started is never given to
/// the other.
public record InstanceId(UUID value) {

    /// Reads the canonical text, 36 characters in lower case.
    ///
    /// @throws IllegalArgumentException if the text is anything else
    public static InstanceId parse(String text) {
        return new InstanceId(UuidText.parse("instance", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
