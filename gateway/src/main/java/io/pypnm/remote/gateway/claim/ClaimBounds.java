package io.pypnm.remote.gateway.claim;

/// How much agents may upload.
///
/// @param maxBytes     of one claim
/// @param quotaBytes   of all claims of one agent
/// @param reserveBytes of the disk that claims leave free: without it the broker could not take outcomes any more
public record ClaimBounds(long maxBytes, long quotaBytes, long reserveBytes) {
    /// An outcome up to this fits into a frame.
    private static final long SMALLEST_BYTES = 256 * 1024;

    /// Claims of one agent, whole or not: as many as its quota holds of the smallest that need to be claims.
    long maxClaims() {
        return quotaBytes / SMALLEST_BYTES;
    }
}
