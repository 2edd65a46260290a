package io.pypnm.remote.gateway.pnm.archive;

import io.pypnm.remote.contracts.command.MacAddress;
import java.time.Instant;

/// Which captures of a modem are wanted, newest first.
///
/// @param from      measured then or later
/// @param to        measured before then
/// @param channelId 0 for all channels
/// @param before    only captures that come after this one in the list; 0 for the first page
/// @param limit     1 to [#MAX_LIMIT]
public record CaptureFilter(
        MacAddress mac, MeasurementType type, Instant from, Instant to, int channelId, long before, int limit) {
    public static final int MAX_LIMIT = 1000;

    public CaptureFilter {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", is " + limit);
        }
    }
}
