package io.pypnm.remote.gateway.pnm;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader;
import io.pypnm.remote.gateway.pnm.capture.CapturedMac;
import io.pypnm.remote.gateway.pnm.capture.ChannelEstimate;
import io.pypnm.remote.gateway.pnm.capture.DsRxMer;
import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.capture.FileType;
import io.pypnm.remote.gateway.pnm.capture.LabelledCapture;
import io.pypnm.remote.gateway.pnm.file.CaptureFiles;
import io.pypnm.remote.gateway.pnm.series.CodewordSets;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import io.pypnm.remote.gateway.pnm.series.Counts;
import io.pypnm.remote.gateway.pnm.series.MerSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/// Captures made by hand, and labels for them.
public final class Captures {
    public static final Instant TIME = Instant.parse("2026-11-24T04:20:00Z");

    private static final CapturedMac MODEM = new CapturedMac(0xa4b1c2000011L);

    private Captures() {}

    public static LabelledCapture sample(String name, String channel) throws Exception {
        return labelled(CaptureFiles.decode(SampleFiles.read(name)), channel, TIME);
    }

    public static LabelledCapture labelled(Capture capture, String channel, Instant time) {
        return new LabelledCapture(MacAddress.parse("a4:b1:c2:00:00:11"), channel, time, "jump-01", capture);
    }

    /// From 600 MHz, in steps of 50 kHz.
    public static DsRxMer rxMer(int... quarterDecibels) {
        byte[] values = new byte[quarterDecibels.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = (byte) quarterDecibels[k];
        }
        return new DsRxMer(
                header(FileType.DS_RXMER),
                33,
                MODEM,
                new Subcarriers(600_000_000, 0, 50_000, values.length),
                MerSeries.of(values));
    }

    /// From 600 MHz, in steps of 25 kHz.
    public static ChannelEstimate estimate(ComplexSeries coefficients) {
        return new ChannelEstimate(
                header(FileType.CHANNEL_ESTIMATE),
                33,
                MODEM,
                new Subcarriers(600_000_000, 0, 25_000, coefficients.size()),
                coefficients);
    }

    /// One profile.
    ///
    /// @param counts time stamp, total, corrected and uncorrectable of each set in turn
    public static FecSummary fec(int... counts) {
        ByteBuffer bytes = ByteBuffer.allocate(counts.length * Integer.BYTES);
        bytes.asIntBuffer().put(counts);
        CodewordSets sets = new CodewordSets(Counts.read(bytes.array(), 0, bytes.capacity()));
        return new FecSummary(
                header(FileType.FEC_SUMMARY),
                33,
                MODEM,
                FecSummary.Span.INTERVAL_10_MIN,
                List.of(new FecSummary.Profile(0, sets)));
    }

    /// Taps whose imaginary parts are 0.
    ///
    /// @param mainTap its place, from 1
    /// @param real    parts of all taps
    public static AtdmaPreEqualizer equalizer(int mainTap, int... real) {
        short[] parts = new short[2 * real.length];
        for (int k = 0; k < real.length; k++) {
            parts[2 * k] = (short) real[k];
        }
        return new AtdmaPreEqualizer(
                mainTap,
                1,
                real.length,
                0,
                ComplexSeries.of(parts, ComplexSeries.Format.S15),
                AtdmaPreEqualizer.Encoding.BIG_ENDIAN_16_BITS);
    }

    private static CaptureHeader header(FileType type) {
        return new CaptureHeader(new CaptureHeader.Magic.Versioned(1, 0), type, new CaptureHeader.Time.Absent(), 28, 0);
    }
}
