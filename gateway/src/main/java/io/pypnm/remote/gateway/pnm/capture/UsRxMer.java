package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.MerSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;

/// Type 105: the upstream receive MER that a CMTS measured for one modem (DOCS-PNM-MIB docsPnmCmtsUsOfdmaRxMerTable).
///
/// @param layout         which of the two headers the file has
/// @param ifIndex        of the OFDMA channel on the CMTS
/// @param ccapId         how the CMTS calls itself
/// @param averages       measurements that were averaged
/// @param preEqualized   whether the modem's pre-equaliser was on
/// @param spacingAssumed whether the file's spacing was neither 25 nor 50 kHz, so that 50 kHz is an assumption
public record UsRxMer(
        CaptureHeader header,
        Layout layout,
        long ifIndex,
        String ccapId,
        CapturedMac cableModem,
        int averages,
        boolean preEqualized,
        Subcarriers subcarriers,
        boolean spacingAssumed,
        MerSeries values)
        implements Capture.Mer {
    /// The header forms in the field.
    public enum Layout {
        /// 290 bytes, of CM-SP-CCAP-OSSIv3.1.
        STANDARD,
        /// With 7 bytes of a vendor behind the CCAP's id.
        EXTENDED
    }
}
