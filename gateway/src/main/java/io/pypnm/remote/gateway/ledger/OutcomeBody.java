package io.pypnm.remote.gateway.ledger;

import io.pypnm.remote.contracts.wire.Checksum;

/// The JSON of an outcome, or where it is. Two bodies are the same outcome if their checksums are the same.
public sealed interface OutcomeBody {
    /// Lower-case hexadecimal SHA-256 of the JSON.
    String sha256();

    /// A body that can be recorded.
    sealed interface Given extends OutcomeBody {}

    /// Here.
    ///
    /// @param json   not copied, so not to be changed
    /// @param sha256 of `json`; the shorter constructor computes it
    @SuppressWarnings("ArrayRecordComponent") // compared by checksum, never as records
    record Inline(byte[] json, String sha256) implements Given {
        public Inline(byte[] json) {
            this(json, Checksum.sha256(json));
        }
    }

    /// In a claim's file, too large for a message.
    record Claimed(String sha256, long bytes) implements Given {}

    /// Kept, but left out of this answer: lists do not carry bodies.
    record Omitted(String sha256, long bytes) implements OutcomeBody {}
}
