package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.gauge;
import static io.pypnm.remote.lab.mib.Values.integer;

import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.mib.Syntax;
import io.pypnm.remote.lab.pnm.CaptureKind.FileName;
import io.pypnm.remote.lab.pnm.CaptureKind.Parameter;
import java.util.List;
import java.util.Map;

/// The captures of a cable modem, as DOCS-PNM-MIB and DOCS-IF3-MIB have them.
final class Kinds {
    private static final SnmpValue ZERO = gauge(0);
    private static final SnmpValue SIGNED_ZERO = integer(0);
    private static final Syntax TRUTH = Syntax.integers(1, 2);
    private static final long MAX_HERTZ = 0xffff_ffffL;

    /// docsPnmCmOfdmChanEstCoefTable.
    static final CaptureKind CHANNEL_ESTIMATE = new CaptureKind(
            Mibs.PNM.append(2, 3, 1),
            4,
            1,
            7,
            List.of(new FileName(8, "PNMChEstCoef")),
            List.of(),
            Map.of(
                    2,
                    ZERO,
                    3,
                    ZERO,
                    4,
                    SIGNED_ZERO,
                    5,
                    ZERO,
                    6,
                    ZERO,
                    9,
                    SIGNED_ZERO,
                    10,
                    SIGNED_ZERO,
                    11,
                    SIGNED_ZERO));

    /// docsPnmCmDsConstDispTable: ModOrderOffset, NumSampleSymb, and SelModOrder as a result.
    static final CaptureKind CONSTELLATION = new CaptureKind(
            Mibs.PNM.append(2, 4, 1),
            5,
            1,
            5,
            List.of(new FileName(6, "PNMDSConDisp")),
            List.of(
                    new Parameter(2, ZERO, Syntax.unsigned(0, 10)),
                    new Parameter(3, gauge(8_192), Syntax.unsigned(0, 65_535))),
            Map.of(4, integer(1)));

    /// docsPnmCmDsOfdmRxMerTable: Percentile.
    static final CaptureKind RX_MER = new CaptureKind(
            Mibs.PNM.append(2, 5, 1),
            6,
            1,
            7,
            List.of(new FileName(8, "PNMDsMer")),
            List.of(new Parameter(2, gauge(2), Syntax.unsigned(0, 255))),
            Map.of(3, ZERO, 4, ZERO, 5, ZERO, 6, ZERO));

    /// docsPnmCmDsOfdmFecTable: SumType, 2 for 10 minutes and 3 for 24 hours.
    static final CaptureKind FEC_SUMMARY = new CaptureKind(
            Mibs.PNM.append(2, 7, 1),
            7,
            2,
            3,
            List.of(new FileName(4, "PNMFecSum")),
            List.of(new Parameter(1, integer(2), Syntax.integers(2, 3))),
            Map.of());

    /// docsPnmCmDsHistTable: TimeOut.
    static final CaptureKind HISTOGRAM = new CaptureKind(
            Mibs.PNM.append(2, 9, 1),
            8,
            1,
            3,
            List.of(new FileName(4, "PNMHist")),
            List.of(new Parameter(2, gauge(1_800), Syntax.unsigned(0, 65_535))),
            Map.of());

    /// docsPnmCmUsPreEqTable. The second file is the last update that the modem received.
    static final CaptureKind PRE_EQUALISATION = new CaptureKind(
            Mibs.PNM.append(2, 10, 1),
            9,
            1,
            8,
            List.of(new FileName(10, "PNMUsPreEq"), new FileName(9, "PNMUsPreEqLastUpdate")),
            List.of(),
            Map.of(
                    2,
                    ZERO,
                    3,
                    ZERO,
                    4,
                    SIGNED_ZERO,
                    5,
                    ZERO,
                    6,
                    ZERO,
                    7,
                    integer(1),
                    11,
                    SIGNED_ZERO,
                    12,
                    SIGNED_ZERO,
                    13,
                    SIGNED_ZERO));

    /// docsPnmCmDsOfdmModProfTable. It may be captured while a test runs.
    static final CaptureKind MODULATION_PROFILE = new CaptureKind(
            Mibs.PNM.append(2, 11, 1), 0, 1, 2, List.of(new FileName(3, "PNMModProfile")), List.of(), Map.of());

    /// docsIf3CmSpectrumAnalysisCtrlCmd; what starts a capture is FileEnable, while Enable is a parameter.
    static final CaptureKind SPECTRUM = new CaptureKind(
            Mibs.IF3.append(34),
            2,
            10,
            11,
            List.of(new FileName(12, "PNMSpecAnData")),
            List.of(
                    new Parameter(1, integer(2), TRUTH),
                    new Parameter(2, integer(300), Syntax.integers(0, 86_400)),
                    new Parameter(3, gauge(93_000_000), Syntax.unsigned(0, MAX_HERTZ)),
                    new Parameter(4, gauge(993_000_000), Syntax.unsigned(0, MAX_HERTZ)),
                    new Parameter(5, gauge(7_500_000), Syntax.unsigned(1_000_000, 900_000_000)),
                    new Parameter(6, gauge(256), Syntax.unsigned(2, 2_048)),
                    new Parameter(7, gauge(150), Syntax.unsigned(50, 500)),
                    new Parameter(8, integer(1), Syntax.integers(0, 7)),
                    new Parameter(9, gauge(1), Syntax.unsigned(1, 1_000))),
            Map.of());

    private Kinds() {}
}
