package io.pypnm.remote.gateway.pnm.capture;

import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import io.pypnm.remote.gateway.pnm.series.MerSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;

/// One measurement of a plant, as a modem or a CMTS handed it out. It is always whole.
public sealed interface Capture permits Capture.File, Capture.Bins, AtdmaPreEqualizer {

    /// Comes as a file with a PNM header.
    sealed interface File extends Capture
            permits Mer, Response, Constellation, Histogram, FecSummary, Spectrum, ModulationProfile {
        CaptureHeader header();

        /// The modem that was measured.
        CapturedMac cableModem();
    }

    /// Modulation error ratio per subcarrier.
    sealed interface Mer extends File permits DsRxMer, UsRxMer {
        Subcarriers subcarriers();

        /// As many as there are subcarriers.
        MerSeries values();
    }

    /// A complex coefficient per subcarrier: a frequency response, or what undoes it.
    sealed interface Response extends File permits ChannelEstimate, UsPreEqualizer {
        Subcarriers subcarriers();

        /// As many as there are subcarriers.
        ComplexSeries coefficients();
    }

    /// Amplitudes over a band.
    sealed interface Bins extends Capture permits Spectrum, AmplitudeTable {
        int size();

        /// In dBmV.
        double decibels(int k);

        /// Centre of a bin.
        double frequencyHz(int k);
    }
}
