package io.pypnm.remote.gateway.claim;

/// How much agents may upload.
///
/// @param maxBytes     of one claim
/// @param quotaBytes   of all large outcomes of one agent, and again of all its contents
/// @param reserveBytes of the disk that claims leave free: without it the broker could not take outcomes any more
public record ClaimBounds(long maxBytes, long quotaBytes, long reserveBytes) {
    /// A content up to this stands in its outcome, and an outcome up to four times this in a frame.
    private static final long SMALLEST_BYTES = 64 * 1024;

    /// Large outcomes of one agent, and again contents, whole or not: as many as its quota holds of the smallest.
    long maxClaims() {
        return quotaBytes / SMALLEST_BYTES;
    }
}
