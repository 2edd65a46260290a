package io.pypnm.remote.gateway.pnm.file;

import static io.pypnm.remote.gateway.pnm.file.CaptureRefusedException.inconsistent;

import io.pypnm.remote.gateway.pnm.capture.AmplitudeTable;
import io.pypnm.remote.gateway.pnm.capture.AmplitudeTable.Segment;
import io.pypnm.remote.gateway.pnm.series.Amplitudes;
import java.util.ArrayList;
import java.util.List;

/// Reads values of docsIf3CmSpectrumAnalysisMeasAmplitudeData (TC `AmplitudeData`): centre 4, span 4, bins 4, spacing
/// 4, resolution bandwidth 4, int16 in hundredths of a dBmV.
public final class AmplitudeData {
    private static final int BYTES_BEFORE_BINS = 8;
    private static final int BYTES_BEHIND_BINS = 8;
    /// docsIf3CmSpectrumAnalysisCtrlCmdNumBinsPerSegment: 2 to 2048.
    private static final int MAX_BINS = 2048;

    private AmplitudeData() {}

    /// Whether these bytes are one or more such values, and nothing else.
    static boolean isAt(byte[] rows) {
        try {
            return count(rows) > 0;
        } catch (CaptureRefusedException _) {
            return false;
        }
    }

    /// Reads rows.
    ///
    /// @param rows one behind the other, in the order of the walk
    /// @throws CaptureRefusedException if they are not whole rows
    public static AmplitudeTable decode(byte[] rows) throws CaptureRefusedException {
        if (rows.length == 0) {
            throw new CaptureRefusedException(new Refusal.Empty());
        }
        if (rows.length > CaptureFiles.MAX_BYTES) {
            throw new CaptureRefusedException(new Refusal.TooLarge(rows.length, CaptureFiles.MAX_BYTES));
        }
        List<Segment> segments = new ArrayList<>(count(rows));
        // The amplitudes are gathered without their headers, so that all bins have one index.
        byte[] gathered = new byte[rows.length];
        int size = 0;
        var in = new CaptureReader(rows);
        while (in.remaining() > 0) {
            Segment segment = segment(in);
            int length = segment.bins() * Short.BYTES;
            System.arraycopy(rows, in.position(), gathered, size, length);
            in.skip(length);
            size += length;
            segments.add(segment);
        }
        return new AmplitudeTable(segments, Amplitudes.read(gathered, 0, size));
    }

    private static int count(byte[] rows) throws CaptureRefusedException {
        var in = new CaptureReader(rows);
        int count = 0;
        while (in.remaining() > 0) {
            in.skip(BYTES_BEFORE_BINS);
            int bins = bins(in);
            in.skip(BYTES_BEHIND_BINS + bins * Short.BYTES);
            count++;
        }
        return count;
    }

    private static Segment segment(CaptureReader in) throws CaptureRefusedException {
        return new Segment(in.u32(), in.u32(), bins(in), in.u32(), in.u32());
    }

    private static int bins(CaptureReader in) throws CaptureRefusedException {
        long bins = in.u32();
        if (bins < 1 || bins > MAX_BINS) {
            throw inconsistent("a segment has 1 to " + MAX_BINS + " bins, this has " + bins);
        }
        return (int) bins;
    }
}
