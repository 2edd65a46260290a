package io.pypnm.remote.contracts.address;

import java.util.UUID;

/// Names one command for ever: JMS correlation id, duplicate-detection id, ledger key and journal key. A UUID of
/// version 7 (RFC 9562 section 5.7), so ids sort by the time they were made.
public record CommandId(UUID value) implements Comparable<CommandId> {
    public CommandId {
        if (value.version() != 7 || value.variant() != 2) {
            throw new IllegalArgumentException("command id must be a UUID of version 7");
        }
    }

    /// Reads the canonical text, 36 characters in lower case: one command has one spelling.
    ///
    /// @throws IllegalArgumentException if the text is anything else
    public static CommandId parse(String text) {
        return new CommandId(UuidText.parse("command id", text));
    }

    @Override
    public int compareTo(CommandId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
