package io.pypnm.remote.agent.journal;

import java.time.Duration;

/// How much the journal may hold.
///
/// @param maxBytes        of what must be kept, large outcomes included; above it new work is refused
/// @param maxContentBytes of the contents that must be kept or are being read; what does not fit is not read, and other
///                        work goes on
/// @param maxIds          of answered `set` and `act` commands, about 80 bytes of heap each; above it new work is
///                        refused
/// @param inlineBytes     outcomes above it are kept in files of their own, and travel by claim check
/// @param compactAbove    size of the file below which it is never rewritten
/// @param retention       how long the id of an answered `set` or `act` is remembered: the longest start-by the gateway
///                        allows and one hour
public record JournalConfig(
        long maxBytes, long maxContentBytes, int maxIds, int inlineBytes, long compactAbove, Duration retention) {
    public static final JournalConfig STANDARD =
            new JournalConfig(256L << 20, 1024L << 20, 500_000, 256 << 10, 8L << 20, Duration.ofHours(25));

    static final int MAX_INLINE_BYTES = 1 << 20;

    public JournalConfig {
        if (inlineBytes < 1 || inlineBytes > MAX_INLINE_BYTES) {
            throw new IllegalArgumentException("inlineBytes must be 1 to " + MAX_INLINE_BYTES + ", is " + inlineBytes);
        }
        if (maxBytes < inlineBytes) {
            throw new IllegalArgumentException("maxBytes " + maxBytes + " is less than inlineBytes " + inlineBytes);
        }
    }

    /// The standard with other bounds on what may be kept.
    public static JournalConfig ofMaxBytes(long maxBytes, long maxContentBytes) {
        return new JournalConfig(
                maxBytes,
                maxContentBytes,
                STANDARD.maxIds,
                STANDARD.inlineBytes,
                STANDARD.compactAbove,
                STANDARD.retention);
    }
}
