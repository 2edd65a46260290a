package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;

/// Types 6 and 7: upstream OFDMA pre-equalisation, as the modem applies it (s2.13) or as the last update that it
/// received (s1.14). DOCS-PNM-MIB docsPnmCmUsPreEqTable.
///
/// Both fraction formats are the MIB's; that of type 6 is confirmed by captures whose mean power is 1 with 13 bits and
/// a quarter with 14.
///
/// @param channelId of the upstream channel, 0 to 255
public record UsPreEqualizer(
        CaptureHeader header,
        int channelId,
        CapturedMac cableModem,
        CapturedMac cmts,
        Subcarriers subcarriers,
        ComplexSeries coefficients)
        implements Capture.Response {
    /// Whether these are the coefficients in use (type 6), not the last update (type 7).
    public boolean inUse() {
        return header.type() == FileType.US_PRE_EQUALIZER;
    }
}
