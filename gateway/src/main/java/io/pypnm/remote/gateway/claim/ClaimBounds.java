package io.pypnm.remote.gateway.claim;

/// How much agents may upload.
///
/// @param maxBytes     of one claim
/// @param quotaBytes   of all claims of one agent
/// @param reserveBytes of the disk that claims leave free: without it the broker could not take outcomes any more
public record ClaimBounds(long maxBytes, long quotaBytes, long reserveBytes) {}
