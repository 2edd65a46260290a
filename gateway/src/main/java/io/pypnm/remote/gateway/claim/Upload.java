package io.pypnm.remote.gateway.claim;

import io.pypnm.remote.contracts.address.AgentId;
import io.pypnm.remote.contracts.address.CommandId;

/// One part of a claim as an agent sends it.
///
/// @param what   what the whole is
/// @param sha256 of the whole, lower-case hexadecimal
/// @param offset where this part begins, bytes
/// @param length of this part, bytes; 0 only asks whether the whole is there
/// @param total  of the whole, bytes
public record Upload(AgentId agent, CommandId command, What what, String sha256, long offset, long length, long total) {
    private static final int SHA256_DIGITS = 64;

    /// What is uploaded.
    public enum What {
        /// The outcome of the command, as JSON.
        OUTCOME,
        /// What the outcome of the command names: any bytes.
        CONTENT
    }

    public Upload {
        requireSha256(sha256);
        if (offset < 0 || length < 0 || total < 1 || offset + length > total) {
            throw new IllegalArgumentException(
                    "content-range must lie within the whole, is " + offset + "+" + length + " of " + total);
        }
    }

    static boolean isSha256(String text) {
        return text.length() == SHA256_DIGITS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    static void requireSha256(String text) {
        if (!isSha256(text)) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hexadecimal digits");
        }
    }
}
