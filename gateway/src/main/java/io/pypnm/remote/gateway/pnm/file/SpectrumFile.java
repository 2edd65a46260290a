package io.pypnm.remote.gateway.pnm.file;

import static io.pypnm.remote.gateway.pnm.file.CaptureRefusedException.inconsistent;

import io.pypnm.remote.gateway.pnm.capture.CaptureHeader;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Time;
import io.pypnm.remote.gateway.pnm.capture.CapturedMac;
import io.pypnm.remote.gateway.pnm.capture.Spectrum;
import io.pypnm.remote.gateway.pnm.series.Amplitudes;

/// Type 9: channel 1, CM 6, first centre 4, last centre 4, span 4, bins 2, noise bandwidth 2, window 2, length 4, int16
/// in hundredths of a dBmV.
final class SpectrumFile {
    private SpectrumFile() {}

    static Spectrum decode(Prologue prologue, CaptureReader in) throws CaptureRefusedException {
        Time time = Prologue.time(in);
        int channel = in.u8();
        CapturedMac modem = in.mac();
        long first = in.u32();
        long last = in.u32();
        long span = in.u32();
        int bins = in.u16();
        int noiseBandwidth = in.u16();
        int window = in.u16();
        if (span == 0 || bins == 0 || last < first) {
            throw inconsistent("no band: centres " + first + " to " + last + " Hz in steps of " + span + " Hz with "
                    + bins + " bins");
        }
        int length = in.dataBytes(Short.BYTES, CaptureFiles.MAX_BYTES);
        long segments = (last - first) / span + 1;
        if (segments * bins != length / Short.BYTES) {
            throw inconsistent(segments + " segments of " + bins + " bins are declared, " + length / Short.BYTES
                    + " amplitudes are there");
        }
        CaptureHeader header = prologue.header(in, time, length);
        Amplitudes amplitudes = Amplitudes.read(in.bytes(), in.position(), in.position() + length);
        return new Spectrum(header, channel, modem, first, last, span, bins, noiseBandwidth, window, amplitudes);
    }
}
