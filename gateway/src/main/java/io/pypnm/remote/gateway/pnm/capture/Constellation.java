package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import java.util.Optional;

/// Type 3: received constellation points, scaled to a mean power of 1 (DOCS-PNM-MIB docsPnmCmDsConstDispTable).
///
/// @param channelId       of the OFDM channel, 0 to 255
/// @param zeroFrequencyHz centre of subcarrier 0
/// @param spacingHz       of the subcarriers
/// @param modulationOrder by the MIB's `DsOfdmModulationType`, 1 (other) to 13 (16384-QAM)
/// @param points          of all subcarriers of that modulation, mixed
public record Constellation(
        CaptureHeader header,
        int channelId,
        CapturedMac cableModem,
        long zeroFrequencyHz,
        int spacingHz,
        int modulationOrder,
        ComplexSeries points)
        implements Capture.File {
    public static final int MAX_MODULATION_ORDER = 13;

    public Constellation {
        if (modulationOrder < 1 || modulationOrder > MAX_MODULATION_ORDER) {
            throw new IllegalArgumentException("modulation order must be 1 to 13, is " + modulationOrder);
        }
    }

    /// None if the modem says "other" or "zero-valued".
    public Optional<Modulation> modulation() {
        return Modulation.ofMib(modulationOrder);
    }
}
