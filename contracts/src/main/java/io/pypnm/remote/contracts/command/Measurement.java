package io.pypnm.remote.contracts.command;

import java.time.Duration;

/// A PNM measurement (DOCS-PNM-MIB, DOCS-IF3-MIB), with what can be set of it. All but one end in a capture file.
/// Units, bounds and defaults are those of the MIB objects named.
public sealed interface Measurement {
    /// Received modulation error ratio of each subcarrier of a downstream OFDM channel (docsPnmCmDsOfdmRxMerTable).
    record DsRxMer() implements Measurement {}

    /// Channel estimate of a downstream OFDM channel (docsPnmCmOfdmChanEstCoefTable).
    record DsChannelEstimate() implements Measurement {}

    /// Received symbols of a downstream OFDM channel (docsPnmCmDsConstDispTable).
    ///
    /// @param modulationOrderOffset which of the orders in use, from the lowest, 0 to 10
    /// @param symbols               samples taken, 1 to 65,535
    record DsConstellation(int modulationOrderOffset, int symbols) implements Measurement {
        public static final int DEFAULT_SYMBOLS = 8_192;

        public DsConstellation {
            Limits.require("modulation_order_offset", modulationOrderOffset, 0, 10);
            Limits.require("number_sample_symbol", symbols, 1, 65_535);
        }
    }

    /// How often each level was received over the whole downstream (docsPnmCmDsHistTable); a modem has one.
    ///
    /// @param time of the measurement, 1 s to 30 min
    record DsHistogram(Duration time) implements Measurement {
        public static final Duration DEFAULT_TIME = Duration.ofSeconds(10);
        private static final Duration MAX_TIME = Duration.ofMinutes(30);

        public DsHistogram {
            Limits.require("sample_duration", time, Duration.ofSeconds(1), MAX_TIME);
        }
    }

    /// Codeword errors of each profile of a downstream OFDM channel (docsPnmCmDsOfdmFecTable).
    record DsFecSummary(Span span) implements Measurement {
        /// What the counts are of.
        public enum Span {
            /// 600 times a second.
            TEN_MINUTES,
            /// 1,440 times a minute.
            DAY
        }
    }

    /// Modulation of each subcarrier in each profile of a downstream OFDM channel (docsPnmCmDsOfdmModProfTable).
    record DsModulationProfile() implements Measurement {}

    /// Power spectrum of the downstream (docsIf3CmSpectrumAnalysisCtrlCmd); a modem has one.
    ///
    /// @param firstCentre first segment's centre frequency in Hz, 1,000,000 to 2,000,000,000
    /// @param lastCentre  last segment's, a whole number of spans above the first one, at most 2,048 of them
    /// @param span        of a segment in Hz, 1,000,000 to 900,000,000
    /// @param bins        of a segment, 2 to 2,048
    /// @param averages    1 to 1,000
    /// @param by          how the result is taken from the modem
    record DsSpectrum(long firstCentre, long lastCentre, long span, int bins, int averages, Retrieval by)
            implements Measurement {
        public static final long DEFAULT_FIRST_CENTRE = 300_000_000;
        public static final long DEFAULT_LAST_CENTRE = 900_000_000;
        public static final long DEFAULT_SPAN = 7_500_000;
        public static final int DEFAULT_BINS = 256;
        private static final long MIN_CENTRE = 1_000_000;
        private static final long MAX_CENTRE = 2_000_000_000;
        private static final int MAX_SEGMENTS = 2_048;

        public DsSpectrum {
            Limits.require("first_segment_center_frequency", firstCentre, MIN_CENTRE, MAX_CENTRE);
            Limits.require("last_segment_center_frequency", lastCentre, firstCentre, MAX_CENTRE);
            Limits.require("segment_freq_span", span, 1_000_000, 900_000_000);
            Limits.require("num_bins_per_segment", bins, 2, 2_048);
            Limits.require("num_averages", averages, 1, 1_000);
            if ((lastCentre - firstCentre) % span != 0 || (lastCentre - firstCentre) / span >= MAX_SEGMENTS) {
                throw new IllegalArgumentException("last_segment_center_frequency must be a whole number of spans"
                        + " above the first one, at most " + (MAX_SEGMENTS - 1));
            }
        }

        /// How the result is taken from the modem.
        public enum Retrieval {
            /// It uploads a file.
            FILE,
            /// It is read by SNMP (docsIf3CmSpectrumAnalysisMeasAmplitudeData).
            SNMP
        }
    }

    /// Coefficients of the pre-equaliser of an upstream OFDMA channel, and their last update (docsPnmCmUsPreEqTable):
    /// two files.
    record UsPreEqualization() implements Measurement {}

    /// Coefficients of the pre-equaliser of an upstream ATDMA channel (docsIf3CmStatusUsEqData). They are read, not
    /// captured: nothing is set, there is no file, and the octets are the first of the figures.
    record UsAtdmaPreEqualization() implements Measurement {}

    /// RxMER of each subcarrier of an upstream OFDMA channel for one modem, as its CMTS measures it
    /// (docsPnmCmtsUsOfdmaRxMerTable). The target of the command is the CMTS, the channel one of the CMTS's.
    ///
    /// @param preEqualization measured with the modem's pre-equaliser on
    /// @param averages        1 to 255
    record UsRxMer(boolean preEqualization, int averages) implements Measurement {
        public UsRxMer {
            Limits.require("num_averages", averages, 1, 255);
        }
    }

    /// Whether there is one of each channel, or one of the whole modem.
    default boolean hasChannels() {
        return switch (this) {
            case DsHistogram _, DsSpectrum _ -> false;
            case DsRxMer _,
                    DsChannelEstimate _,
                    DsConstellation _,
                    DsFecSummary _,
                    DsModulationProfile _,
                    UsPreEqualization _,
                    UsAtdmaPreEqualization _,
                    UsRxMer _ -> true;
        };
    }
}
