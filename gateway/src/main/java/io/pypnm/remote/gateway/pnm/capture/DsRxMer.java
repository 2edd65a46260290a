package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.MerSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;

/// Type 4: the downstream receive MER that a modem measured (DOCS-PNM-MIB docsPnmCmDsOfdmRxMerTable).
///
/// @param channelId of the OFDM channel, 0 to 255
public record DsRxMer(
        CaptureHeader header, int channelId, CapturedMac cableModem, Subcarriers subcarriers, MerSeries values)
        implements Capture.Mer {}
