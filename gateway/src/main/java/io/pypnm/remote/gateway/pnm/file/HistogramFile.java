package io.pypnm.remote.gateway.pnm.file;

import static io.pypnm.remote.gateway.pnm.file.CaptureRefusedException.inconsistent;

import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Time;
import io.pypnm.remote.gateway.pnm.capture.CapturedMac;
import io.pypnm.remote.gateway.pnm.capture.Histogram;
import io.pypnm.remote.gateway.pnm.series.Counts;

/// Type 5: CM 6, symmetry 1, length 4 and dwell counts, length 4 and hit counts.
final class HistogramFile {
    private static final int MAX_BINS = 256;

    private HistogramFile() {}

    static Histogram decode(Prologue prologue, CaptureReader in) throws CaptureRefusedException {
        Time time = Prologue.time(in);
        CapturedMac modem = in.mac();
        int symmetry = in.u8();
        Counts dwells = counts(in, in.dataBytes(Integer.BYTES, MAX_BINS));
        int length = in.dataBytes(Integer.BYTES, MAX_BINS);
        int bins = length / Integer.BYTES;
        if (bins < MAX_BINS - 1) {
            throw inconsistent("a histogram has 255 or 256 bins, this has " + bins);
        }
        var header = prologue.header(in, time, length);
        return new Histogram(header, modem, symmetry, dwells, counts(in, length));
    }

    private static Counts counts(CaptureReader in, int length) throws CaptureRefusedException {
        int from = in.position();
        in.skip(length);
        return Counts.read(in.bytes(), from, in.position());
    }
}
