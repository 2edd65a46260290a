package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.ComplexSeries;

/// The pre-equaliser of an upstream ATDMA channel, as docsIf3CmStatusUsEqData and docsIf3CmtsCmUsStatusEqData tell it
/// (DOCS-IF3-MIB).
///
/// @param mainTap       its place among the taps, from 1
/// @param tapsPerSymbol 1, 2 or 4
/// @param forwardTaps   taps of the forward filter; 24 of them with DOCSIS 2.0 and later
/// @param reverseTaps   taps of the feedback filter, behind the others; 0 in DOCSIS
/// @param taps          whole numbers; the main tap is near 2047
/// @param encoding      how this modem wrote its numbers
public record AtdmaPreEqualizer(
        int mainTap, int tapsPerSymbol, int forwardTaps, int reverseTaps, ComplexSeries taps, Encoding encoding)
        implements Capture {
    public AtdmaPreEqualizer {
        if (forwardTaps + reverseTaps != taps.size() || mainTap < 1 || mainTap > taps.size()) {
            throw new IllegalArgumentException(taps.size() + " taps, told are " + forwardTaps + " forward, "
                    + reverseTaps + " reverse, main tap " + mainTap);
        }
    }

    /// The octets do not say which of these they are; modems differ.
    public enum Encoding {
        BIG_ENDIAN_16_BITS,
        /// Negative numbers are not extended beyond the twelfth bit.
        BIG_ENDIAN_12_BITS,
        LITTLE_ENDIAN_16_BITS,
        LITTLE_ENDIAN_12_BITS
    }
}
