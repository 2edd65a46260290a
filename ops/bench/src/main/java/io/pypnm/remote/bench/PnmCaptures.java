package io.pypnm.remote.bench;

import io.pypnm.remote.bench.report.Figure;
import io.pypnm.remote.bench.report.Figures;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.pnm.analysis.Capability;
import io.pypnm.remote.gateway.pnm.analysis.Dip;
import io.pypnm.remote.gateway.pnm.analysis.LineFit;
import io.pypnm.remote.gateway.pnm.analysis.MerPercentile;
import io.pypnm.remote.gateway.pnm.analysis.MerStatistics;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import io.pypnm.remote.gateway.pnm.csv.CaptureCsv;
import io.pypnm.remote.gateway.pnm.file.CaptureFiles;
import io.pypnm.remote.gateway.pnm.json.CaptureJson;
import io.pypnm.remote.gateway.pnm.picture.CapturePictures;
import io.pypnm.remote.gateway.pnm.plot.PlotImages;
import io.pypnm.remote.gateway.pnm.plot.Sheet;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/// What the gateway does with a capture of RxMER: reading, statistics, and each of its answers, on one thread, in this
/// JVM, warm.
final class PnmCaptures {
    private static final int CHANNEL = 7_600;
    private static final int POINTS = 4_096;
    private static final int WARM = 400;
    private static final int TIMES = 400;
    private static final int HEADER_BYTES = 28;

    private final Figures figures;

    /// Kept, so that the compiler cannot leave out what is measured.
    private long sink;

    PnmCaptures(Figures figures) {
        this.figures = figures;
    }

    void run() throws Exception {
        byte[] channel = file(CHANNEL);
        figures.title("RxMER of 7,600 subcarriers");
        figures.add(Figure.of("decoded, with statistics, p50", p50(() -> statistics(channel)), "ms")
                .atMost(1));
        figures.add(Figure.of("decoded, as JSON, p50", p50(() -> json(channel)), "ms"));
        figures.add(Figure.of("decoded, as CSV, p50", p50(() -> csv(channel)), "ms"));
        byte[] points = file(POINTS);
        figures.title("RxMER of 4,096 subcarriers");
        figures.add(
                Figure.of("decoded, as SVG, p50", p50(() -> svg(points)), "ms").atMost(50));
        figures.add(Figure.of("decoded, as PNG, p50", p50(() -> png(points)), "ms"));
        if (sink == 0) {
            throw new IllegalStateException("nothing was made");
        }
    }

    private double p50(Callable<Integer> work) throws Exception {
        for (int i = 0; i < WARM; i++) {
            sink += work.call();
        }
        var latencies = new Latencies();
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            sink += work.call();
            latencies.add(System.nanoTime() - start);
        }
        return latencies.millis(0.5);
    }

    private static int statistics(byte[] file) throws Exception {
        Capture.Mer capture = (Capture.Mer) CaptureFiles.decode(file);
        MerStatistics statistics = MerStatistics.of(capture.values()).orElseThrow();
        MerPercentile percentile =
                MerPercentile.of(capture.values(), capture.subcarriers(), 2).orElseThrow();
        Capability capability = Capability.of(capture.values()).orElseThrow();
        LineFit tilt =
                LineFit.of(capture.values().size(), capture.subcarriers().spacingHz(), capture.values()::decibels);
        List<Dip> notches = Dip.notches(capture);
        return statistics.count()
                + percentile.rank()
                + capability.orders().size()
                + (Double.isNaN(tilt.slopePerMhz()) ? 1 : 0)
                + notches.size();
    }

    private static int json(byte[] file) throws Exception {
        return CaptureJson.pretty(CaptureFiles.decode(file)).length();
    }

    private static int csv(byte[] file) throws Exception {
        var out = new StringBuilder();
        CaptureCsv.write(List.of(labelled(file)), out);
        return out.length();
    }

    private static int svg(byte[] file) throws Exception {
        Sheet sheet = CapturePictures.of(List.of(labelled(file)));
        return PlotImages.svg(sheet, sheet.size()).length;
    }

    private static int png(byte[] file) throws Exception {
        Sheet sheet = CapturePictures.of(List.of(labelled(file)));
        return PlotImages.png(sheet, sheet.size()).length;
    }

    private static LabelledCapture labelled(byte[] file) throws Exception {
        return new LabelledCapture(
                MacAddress.parse("a4:b1:c2:00:00:11"), "193", Instant.EPOCH, "agent-1", CaptureFiles.decode(file));
    }

    /// Of type 4, around 43 dB, with an excluded band.
    private static byte[] file(int subcarriers) {
        var random = new Random(subcarriers);
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + subcarriers);
        file.put(new byte[] {'P', 'N', 'N', 4, 1, 0}).putInt(1_764_820_677).put((byte) 193);
        file.put(new byte[] {(byte) 0xa4, (byte) 0xb1, (byte) 0xc2, 0, 0, 0x11});
        file.putInt(827_600_000).putShort((short) 296).put((byte) 25).putInt(subcarriers);
        for (int k = 0; k < subcarriers; k++) {
            boolean excluded = k >= 1_000 && k < 1_100;
            file.put((byte) (excluded ? 0xFF : Math.round(172 + 4 * random.nextGaussian())));
        }
        return file.array();
    }
}
