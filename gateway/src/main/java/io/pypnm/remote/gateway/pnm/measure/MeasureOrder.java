package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;

/// What someone wants measured.
///
/// @param caller name of the API key
public record MeasureOrder(MacAddress mac, Measurement measurement, ChannelChoice channels, String caller) {}
