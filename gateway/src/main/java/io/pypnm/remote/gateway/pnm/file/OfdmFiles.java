package io.pypnm.remote.gateway.pnm.file;

import static io.pypnm.remote.gateway.pnm.file.CaptureRefusedException.inconsistent;

import io.pypnm.remote.gateway.pnm.capture.CaptureHeader;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Time;
import io.pypnm.remote.gateway.pnm.capture.CapturedMac;
import io.pypnm.remote.gateway.pnm.capture.ChannelEstimate;
import io.pypnm.remote.gateway.pnm.capture.Constellation;
import io.pypnm.remote.gateway.pnm.capture.DsRxMer;
import io.pypnm.remote.gateway.pnm.capture.FileType;
import io.pypnm.remote.gateway.pnm.capture.UsPreEqualizer;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries;
import io.pypnm.remote.gateway.pnm.series.ComplexSeries.Format;
import io.pypnm.remote.gateway.pnm.series.MerSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;

/// The four files with one header and one run of values: types 2, 3, 4, and 6 with 7.
///
/// | type | after the capture time                                                       | value         |
/// |------|------------------------------------------------------------------------------|---------------|
/// | 2    | channel 1, CM 6, zero frequency 4, first active 2, spacing 1, length 4         | 2 x int16     |
/// | 3    | channel 1, CM 6, zero frequency 4, modulation 2, points 2, spacing 1, length 4  | 2 x int16     |
/// | 4    | as type 2                                                                    | quarter dB    |
/// | 6, 7 | channel 1, CM 6, CMTS 6, zero frequency 4, first active 2, spacing 1, length 4  | 2 x int16     |
final class OfdmFiles {
    /// Of the largest transform, 8K at 25 kHz.
    static final int MAX_SUBCARRIERS = 8192;

    private static final int COMPLEX_BYTES = 4;
    /// docsPnmCmDsConstDispNumSampleSymb is a 16-bit number.
    private static final int MAX_POINTS = 65_535;

    private OfdmFiles() {}

    static DsRxMer rxMer(Prologue prologue, CaptureReader in) throws CaptureRefusedException {
        Time time = Prologue.time(in);
        int channel = in.u8();
        CapturedMac modem = in.mac();
        Axis axis = Axis.read(in);
        int length = in.dataBytes(1, MAX_SUBCARRIERS);
        CaptureHeader header = prologue.header(in, time, length);
        MerSeries values = MerSeries.copyOf(in.bytes(), in.position(), in.position() + length);
        return new DsRxMer(header, channel, modem, axis.of(length), values);
    }

    static ChannelEstimate channelEstimate(Prologue prologue, CaptureReader in) throws CaptureRefusedException {
        Time time = Prologue.time(in);
        int channel = in.u8();
        CapturedMac modem = in.mac();
        Axis axis = Axis.read(in);
        int length = in.dataBytes(COMPLEX_BYTES, MAX_SUBCARRIERS);
        CaptureHeader header = prologue.header(in, time, length);
        ComplexSeries values = complex(in, length, Format.S2_13);
        return new ChannelEstimate(header, channel, modem, axis.of(values.size()), values);
    }

    static UsPreEqualizer preEqualizer(Prologue prologue, CaptureReader in) throws CaptureRefusedException {
        Time time = Prologue.time(in);
        int channel = in.u8();
        CapturedMac modem = in.mac();
        CapturedMac cmts = in.mac();
        Axis axis = Axis.read(in);
        int length = in.dataBytes(COMPLEX_BYTES, MAX_SUBCARRIERS);
        CaptureHeader header = prologue.header(in, time, length);
        Format format = prologue.type() == FileType.US_PRE_EQUALIZER ? Format.S2_13 : Format.S1_14;
        ComplexSeries values = complex(in, length, format);
        return new UsPreEqualizer(header, channel, modem, cmts, axis.of(values.size()), values);
    }

    static Constellation constellation(Prologue prologue, CaptureReader in) throws CaptureRefusedException {
        Time time = Prologue.time(in);
        int channel = in.u8();
        CapturedMac modem = in.mac();
        long zeroFrequency = in.u32();
        int order = in.u16();
        int points = in.u16();
        int spacing = in.spacingHz();
        int length = in.dataBytes(COMPLEX_BYTES, MAX_POINTS);
        if (order < 1 || order > Constellation.MAX_MODULATION_ORDER) {
            throw inconsistent("modulation order must be 1 to " + Constellation.MAX_MODULATION_ORDER + ", is " + order);
        }
        if (points != length / COMPLEX_BYTES) {
            throw inconsistent(points + " points are declared, " + length / COMPLEX_BYTES + " are there");
        }
        CaptureHeader header = prologue.header(in, time, length);
        return new Constellation(
                header, channel, modem, zeroFrequency, spacing, order, complex(in, length, Format.S2_13));
    }

    private static ComplexSeries complex(CaptureReader in, int length, Format format) {
        return ComplexSeries.read(in.bytes(), in.position(), in.position() + length, format);
    }

    /// A frequency axis whose number of values is not known yet.
    private record Axis(long zeroFrequencyHz, int firstActive, int spacingHz) {
        static Axis read(CaptureReader in) throws CaptureRefusedException {
            return new Axis(in.u32(), in.u16(), in.spacingHz());
        }

        Subcarriers of(int count) {
            return new Subcarriers(zeroFrequencyHz, firstActive, spacingHz, count);
        }
    }
}
