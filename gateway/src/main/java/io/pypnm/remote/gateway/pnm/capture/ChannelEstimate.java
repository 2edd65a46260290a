package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;

/// Type 2: the modem's estimate of the downstream channel (DOCS-PNM-MIB docsPnmCmOfdmChanEstCoefTable).
///
/// @param channelId of the OFDM channel, 0 to 255
public record ChannelEstimate(
        CaptureHeader header,
        int channelId,
        CapturedMac cableModem,
        Subcarriers subcarriers,
        ComplexSeries coefficients)
        implements Capture.Response {}
