package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;

/// What someone wants measured.
///
/// @param caller name of the API key
/// @param key    within 24 hours the same order of the same caller under the same key is the same measurement; empty
///     for one of its own
public record MeasureOrder(
        MacAddress mac, Measurement measurement, ChannelChoice channels, String caller, String key) {}
