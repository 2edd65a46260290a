package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.contracts.snmp.Oid;
import java.util.LinkedHashMap;
import java.util.Map;

/// The MIB objects a measurement speaks of, and their names for the trace.
final class PnmObjects {
    static final Oid SYS_DESCR = Oid.parse("1.3.6.1.2.1.1.1.0");
    static final Oid SYS_UP_TIME = Oid.parse("1.3.6.1.2.1.1.3.0");
    static final Oid IF_TYPE = Oid.parse("1.3.6.1.2.1.2.2.1.3");
    static final Oid IF_PHYS_ADDRESS = Oid.parse("1.3.6.1.2.1.2.2.1.6");

    private static final Oid PNM = Oid.parse("1.3.6.1.4.1.4491.2.1.27.1");
    private static final Oid IF3 = Oid.parse("1.3.6.1.4.1.4491.2.1.20.1");
    private static final Oid IF31 = Oid.parse("1.3.6.1.4.1.4491.2.1.28.1");

    private static final Oid IF = Oid.parse("1.3.6.1.2.1.10.127.1");

    /// docsIfUpstreamChannelTable.
    static final Oid US_CHANNEL_ID = IF.append(1, 2, 1, 1);
    static final Oid US_FREQUENCY = IF.append(1, 2, 1, 2);
    static final Oid US_WIDTH = IF.append(1, 2, 1, 3);

    static final Oid US_EQ_DATA = IF3.append(2, 1, 6);
    static final Oid DS_OFDM_CHANNEL_ID = IF31.append(9, 1, 1);
    static final Oid US_OFDMA_CHANNEL_ID = IF31.append(13, 1, 12);

    static final Oid BULK_ADDRESS_TYPE = PNM.append(1, 1, 1, 0);
    static final Oid BULK_ADDRESS = PNM.append(1, 1, 2, 0);
    static final Oid BULK_PATH = PNM.append(1, 1, 3, 0);
    static final Oid BULK_UPLOAD_CONTROL = PNM.append(1, 1, 4, 0);
    static final Oid BULK_FILE_NAME = PNM.append(1, 2, 1, 2);
    static final Oid BULK_FILE_CONTROL = PNM.append(1, 2, 1, 3);
    static final Oid BULK_FILE_STATUS = PNM.append(1, 2, 1, 4);

    static final Oid CTL_TEST = PNM.append(2, 1, 1, 0);
    static final Oid CTL_STATUS = PNM.append(2, 1, 3, 0);

    static final Oid CHANNEL_ESTIMATE = PNM.append(2, 3, 1);
    static final Oid CONSTELLATION = PNM.append(2, 4, 1);
    static final Oid RX_MER = PNM.append(2, 5, 1);
    static final Oid FEC = PNM.append(2, 7, 1);
    static final Oid HISTOGRAM = PNM.append(2, 9, 1);
    static final Oid US_PRE_EQUALIZER = PNM.append(2, 10, 1);
    static final Oid MODULATION_PROFILE = PNM.append(2, 11, 1);
    static final Oid US_RX_MER = PNM.append(3, 7, 1);
    /// Where a CMTS sends files.
    static final Oid TRANSFER = PNM.append(1, 3, 1, 1);
    static final Oid SPECTRUM = IF3.append(34);
    static final Oid SPECTRUM_AMPLITUDES = IF3.append(35, 1, 2);

    private static final Map<Oid, String> NAMES = names();

    private PnmObjects() {}

    private static Map<Oid, String> names() {
        Map<Oid, String> names = new LinkedHashMap<>();
        names.put(SYS_DESCR, "sysDescr.0");
        names.put(SYS_UP_TIME, "sysUpTime.0");
        names.put(IF_TYPE, "ifType");
        names.put(IF_PHYS_ADDRESS, "ifPhysAddress");
        names.put(DS_OFDM_CHANNEL_ID, "docsIf31CmDsOfdmChanChannelId");
        names.put(US_OFDMA_CHANNEL_ID, "docsIf31CmUsOfdmaChanChannelId");
        names.put(BULK_ADDRESS_TYPE, "docsPnmBulkDestIpAddrType.0");
        names.put(BULK_ADDRESS, "docsPnmBulkDestIpAddr.0");
        names.put(BULK_PATH, "docsPnmBulkDestPath.0");
        names.put(BULK_UPLOAD_CONTROL, "docsPnmBulkUploadControl.0");
        names.put(BULK_FILE_NAME, "docsPnmBulkFileName");
        names.put(BULK_FILE_CONTROL, "docsPnmBulkFileControl");
        names.put(BULK_FILE_STATUS, "docsPnmBulkFileUploadStatus");
        names.put(CTL_TEST, "docsPnmCmCtlTest.0");
        names.put(CTL_STATUS, "docsPnmCmCtlStatus.0");
        columns(
                names,
                CHANNEL_ESTIMATE,
                "docsPnmCmOfdmChEstCoef",
                "TrigEnable AmpRipplePkToPk AmpRippleRms AmpSlope GrpDelayRipplePkToPk GrpDelayRippleRms MeasStatus"
                        + " FileName AmpMean GrpDelaySlope GrpDelayMean");
        columns(
                names,
                CONSTELLATION,
                "docsPnmCmDsConstDisp",
                "TrigEnable ModOrderOffset NumSampleSymb SelModOrder MeasStatus FileName");
        columns(
                names,
                RX_MER,
                "docsPnmCmDsOfdmRxMer",
                "FileEnable Percentile Mean StdDev ThrVal ThrHighestFreq MeasStatus FileName");
        columns(names, FEC, "docsPnmCmDsOfdmFec", "SumType FileEnable MeasStatus FileName");
        columns(names, HISTOGRAM, "docsPnmCmDsHist", "Enable TimeOut MeasStatus FileName");
        columns(
                names,
                US_PRE_EQUALIZER,
                "docsPnmCmUsPreEq",
                "FileEnable AmpRipplePkToPk AmpRippleRms AmpSlope GrpDelayRipplePkToPk GrpDelayRippleRms"
                        + " PreEqCoAdjStatus MeasStatus LastUpdateFileName FileName AmpMean GrpDelaySlope"
                        + " GrpDelayMean");
        names.put(US_CHANNEL_ID, "docsIfUpChannelId");
        names.put(US_FREQUENCY, "docsIfUpChannelFrequency");
        names.put(US_WIDTH, "docsIfUpChannelWidth");
        names.put(US_EQ_DATA, "docsIf3CmStatusUsEqData");
        columns(
                names,
                US_RX_MER,
                "docsPnmCmtsUsOfdmaRxMer",
                "Enable CmMac PreEq NumAvgs MeasStatus FileName DestinationIndex");
        columns(
                names,
                TRANSFER,
                "docsPnmBulkDataTransferCfg",
                "Index DestHostname DestHostIpAddrType DestHostIpAddress DestPort DestBaseUri Protocol LocalStore"
                        + " RowStatus");
        names.put(TRANSFER, "docsPnmBulkDataTransferCfgTable");
        columns(names, MODULATION_PROFILE, "docsPnmCmDsOfdmModProf", "FileEnable MeasStatus FileName");
        columns(
                names,
                SPECTRUM,
                "docsIf3CmSpectrumAnalysisCtrlCmd",
                "Enable InactivityTimeout FirstSegmentCenterFrequency LastSegmentCenterFrequency SegmentFrequencySpan"
                        + " NumBinsPerSegment EquivalentNoiseBandwidth WindowFunction NumberOfAverages FileEnable"
                        + " MeasStatus FileName");
        names.put(SPECTRUM_AMPLITUDES, "docsIf3CmSpectrumAnalysisMeasAmplitudeData");
        return names;
    }

    private static void columns(Map<Oid, String> names, Oid entry, String prefix, String columns) {
        int column = 0;
        for (String name : columns.split(" ", -1)) {
            column++;
            names.put(entry.append(column), prefix + name);
        }
    }

    /// The name of the object with its instance, or the number of one that has no name here.
    static String nameOf(Oid oid) {
        for (Map.Entry<Oid, String> entry : NAMES.entrySet()) {
            Oid object = entry.getKey();
            if (object.isPrefixOf(oid)) {
                return entry.getValue()
                        + oid.toString().substring(object.toString().length());
            }
        }
        return oid.toString();
    }
}
