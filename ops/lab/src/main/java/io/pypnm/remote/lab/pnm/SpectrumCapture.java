package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.integer;
import static io.pypnm.remote.lab.mib.Values.octets;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.OptionalView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Table;
import io.pypnm.remote.lab.pnm.Measurement.Job;
import io.pypnm.remote.lab.pnm.Measurement.Result;
import io.pypnm.remote.lab.signal.PnmFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The downstream spectrum: as a file, or as docsIf3CmSpectrumAnalysisMeasTable while Enable is true.
final class SpectrumCapture implements Measurement {
    private static final int INACTIVE = 2;
    private static final int SAMPLE_READY = 4;

    private final PnmModem modem;
    private final CaptureTable table;

    SpectrumCapture(PnmModem modem) {
        this.modem = modem;
        table = new CaptureTable(Kinds.SPECTRUM, Rows.scalar(), modem.device(), this);
    }

    List<MibView> views() {
        return List.of(table.view(), new OptionalView(amplitudes(), this::enabled));
    }

    private boolean enabled() {
        return integer(1).equals(table.parameters(0).get(1));
    }

    @Override
    public int idleStatus() {
        return enabled() ? SAMPLE_READY : INACTIVE;
    }

    private MibView amplitudes() {
        return new Table(
                Mibs.IF3.append(35, 1),
                new Rows(() -> sweep().segments(), 1, (row, _) -> sweep().centre(row)),
                List.of(
                        Column.computed(2, row -> octets(amplitudeData(sweep(), row))),
                        Column.computed(3, row -> integer(segmentPower(sweep(), row)))));
    }

    private Sweep sweep() {
        return Sweep.of(new Job(0, 0, table.parameters(0), false));
    }

    @Override
    public Result measure(Job job) {
        Sweep sweep = Sweep.of(job);
        int segments = job.truncated() ? (sweep.segments() + 1) / 2 : sweep.segments();
        PnmFile file = modem.captured(9)
                .u8(0)
                .octets(modem.identity().mac())
                .u32(sweep.first)
                .u32(sweep.centre(segments - 1))
                .u32(sweep.span)
                .u16(sweep.bins)
                .u16(job.parameter(7))
                .u16(job.parameter(8))
                .u32(2L * segments * sweep.bins);
        for (int segment = 0; segment < segments; segment++) {
            for (int bin = 0; bin < sweep.bins; bin++) {
                file.u16(hundredths(sweep.frequency(segment, bin)));
            }
        }
        return new Result(List.of(file.bytes()), Map.of());
    }

    private Octets amplitudeData(Sweep sweep, int segment) {
        ByteBuffer bytes = ByteBuffer.allocate(20 + 2 * sweep.bins)
                .putInt((int) sweep.centre(segment))
                .putInt((int) sweep.span)
                .putInt(sweep.bins)
                .putInt((int) (sweep.span / sweep.bins))
                .putInt((int) (sweep.span * sweep.noiseBandwidth / sweep.bins / 100));
        for (int bin = 0; bin < sweep.bins; bin++) {
            bytes.putShort((short) hundredths(sweep.frequency(segment, bin)));
        }
        return Octets.of(bytes.array());
    }

    /// In tenths of a dBmV.
    private int segmentPower(Sweep sweep, int segment) {
        double power = 0;
        for (int bin = 0; bin < sweep.bins; bin++) {
            power += Math.pow(10, hundredths(sweep.frequency(segment, bin)) / 1_000.0);
        }
        return (int) Math.round(100 * Math.log10(power));
    }

    /// What the modem receives in a bin, in hundredths of a dBmV: carriers of 6 MHz from 300 to 804 MHz, and its OFDM
    /// channels, over a floor of noise.
    private int hundredths(double hertz) {
        boolean carrier = hertz >= 300e6 && hertz < 804e6 && Math.abs((hertz - 300e6) % 6e6 - 3e6) < 2.7e6;
        boolean ofdm = modem.downstream().stream()
                .anyMatch(channel -> hertz >= channel.frequency(0) && hertz <= channel.frequency(channel.count() - 1));
        var noise = new SplittableRandom(modem.identity().seed() * 47 + (long) hertz);
        double level = carrier || ofdm ? -22 - 4e-9 * hertz : -58;
        return (int) Math.round(100 * (level + 0.8 * noise.nextGaussian()));
    }

    /// What is to be measured.
    ///
    /// @param first centre of the first segment, in Hz
    /// @param last  centre of the last
    /// @param span  of a segment
    private record Sweep(long first, long last, long span, int bins, int noiseBandwidth) {
        static Sweep of(Job job) {
            return new Sweep(job.wide(3), job.wide(4), job.wide(5), job.parameter(6), job.parameter(7));
        }

        int segments() {
            return (int) Math.max(0, (last - first) / span + 1);
        }

        long centre(int segment) {
            return first + segment * span;
        }

        double frequency(int segment, int bin) {
            return centre(segment) - span / 2.0 + (bin + 0.5) * span / bins;
        }
    }
}
