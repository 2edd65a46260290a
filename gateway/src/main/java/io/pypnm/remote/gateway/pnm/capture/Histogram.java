package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.Counts;

/// Type 5: how often the downstream signal had which amplitude (DOCS-PNM-MIB docsPnmCmDsHistTable).
///
/// @param symmetry a `TruthValue`: 1 if one half is mirrored, 2 if both are measured
/// @param dwells   samples that each bin, or all of them, had
/// @param hits     of each bin, from the lowest amplitude to the highest; 255 or 256
public record Histogram(CaptureHeader header, CapturedMac cableModem, int symmetry, Counts dwells, Counts hits)
        implements Capture.File {}
