package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.Amplitudes;

/// Type 9: the downstream spectrum in segments of equal width (DOCS-IF3-MIB docsIf3CmSpectrumAnalysisCtrlCmd).
///
/// @param channelId           0 in the files seen
/// @param firstCentreHz       centre of the first segment
/// @param lastCentreHz        centre of the last segment
/// @param spanHz              of a segment
/// @param binsPerSegment      1 to 65,535
/// @param noiseBandwidth      of a bin, in hundredths of the bin spacing
/// @param window              by the MIB's enumeration: 0 other, 1 Hann, 2 Blackman-Harris, 3 rectangular, ...
/// @param amplitudes          segment after segment
public record Spectrum(
        CaptureHeader header,
        int channelId,
        CapturedMac cableModem,
        long firstCentreHz,
        long lastCentreHz,
        long spanHz,
        int binsPerSegment,
        int noiseBandwidth,
        int window,
        Amplitudes amplitudes)
        implements Capture.File, Capture.Bins {

    public int segments() {
        return amplitudes.size() / binsPerSegment;
    }

    public double binSpacingHz() {
        return (double) spanHz / binsPerSegment;
    }

    public double resolutionBandwidthHz() {
        return binSpacingHz() * noiseBandwidth / 100;
    }

    @Override
    public int size() {
        return amplitudes.size();
    }

    @Override
    public double decibels(int k) {
        return amplitudes.decibels(k);
    }

    /// The bins of a segment fill its span: their centres begin half a bin behind its lower edge.
    @Override
    public double frequencyHz(int k) {
        int segment = k / binsPerSegment;
        double centre = firstCentreHz + (double) spanHz * segment;
        return centre - spanHz / 2.0 + binSpacingHz() * (k % binsPerSegment + 0.5);
    }
}
