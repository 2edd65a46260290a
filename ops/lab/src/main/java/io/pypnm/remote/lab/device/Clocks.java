package io.pypnm.remote.lab.device;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The two clocks of the lab.
///
/// @param wall  what people read in counts and logs
/// @param nanos never set back, from an arbitrary start: what delays and sysUpTime go by
public record Clocks(InstantSource wall, LongSupplier nanos) {}
