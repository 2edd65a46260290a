package io.pypnm.remote.gateway.pnm.archive;

import io.pypnm.remote.contracts.command.Measurement;
import java.util.Optional;

/// What is measured of a modem, by the names of the API.
public enum MeasurementType {
    RXMER("rxmer"),
    CHANNEL_ESTIMATION("channel-estimation"),
    CONSTELLATION("constellation"),
    HISTOGRAM("histogram"),
    FEC_SUMMARY("fec-summary"),
    MODULATION_PROFILE("modulation-profile"),
    SPECTRUM("spectrum"),
    US_PRE_EQUALIZATION("us-pre-equalization"),
    US_RXMER("us-rxmer"),
    /// Read by SNMP: there is no file, and nothing to start.
    US_ATDMA_PRE_EQUALIZATION("us-atdma-pre-equalization");

    private final String wireName;

    MeasurementType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<MeasurementType> named(String wireName) {
        for (MeasurementType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The measurement with the settings that it has unless somebody says otherwise.
    public Measurement usual() {
        return switch (this) {
            case RXMER -> new Measurement.DsRxMer();
            case CHANNEL_ESTIMATION -> new Measurement.DsChannelEstimate();
            case CONSTELLATION -> new Measurement.DsConstellation(0, Measurement.DsConstellation.DEFAULT_SYMBOLS);
            case HISTOGRAM -> new Measurement.DsHistogram(Measurement.DsHistogram.DEFAULT_TIME);
            case FEC_SUMMARY -> new Measurement.DsFecSummary(Measurement.DsFecSummary.Span.TEN_MINUTES);
            case MODULATION_PROFILE -> new Measurement.DsModulationProfile();
            case SPECTRUM ->
                new Measurement.DsSpectrum(
                        Measurement.DsSpectrum.DEFAULT_FIRST_CENTRE,
                        Measurement.DsSpectrum.DEFAULT_LAST_CENTRE,
                        Measurement.DsSpectrum.DEFAULT_SPAN,
                        Measurement.DsSpectrum.DEFAULT_BINS,
                        1,
                        Measurement.DsSpectrum.Retrieval.FILE);
            case US_PRE_EQUALIZATION -> new Measurement.UsPreEqualization();
            case US_RXMER -> new Measurement.UsRxMer(true, 1);
            case US_ATDMA_PRE_EQUALIZATION -> new Measurement.UsAtdmaPreEqualization();
        };
    }

    public static MeasurementType of(Measurement measurement) {
        return switch (measurement) {
            case Measurement.DsRxMer _ -> RXMER;
            case Measurement.DsChannelEstimate _ -> CHANNEL_ESTIMATION;
            case Measurement.DsConstellation _ -> CONSTELLATION;
            case Measurement.DsHistogram _ -> HISTOGRAM;
            case Measurement.DsFecSummary _ -> FEC_SUMMARY;
            case Measurement.DsModulationProfile _ -> MODULATION_PROFILE;
            case Measurement.DsSpectrum _ -> SPECTRUM;
            case Measurement.UsPreEqualization _ -> US_PRE_EQUALIZATION;
            case Measurement.UsAtdmaPreEqualization _ -> US_ATDMA_PRE_EQUALIZATION;
            case Measurement.UsRxMer _ -> US_RXMER;
        };
    }
}
