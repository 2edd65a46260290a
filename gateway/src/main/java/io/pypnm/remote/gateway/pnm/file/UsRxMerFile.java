package io.pypnm.remote.gateway.pnm.file;

import static io.pypnm.remote.gateway.pnm.file.CaptureRefusedException.inconsistent;

import io.pypnm.remote.gateway.pnm.capture.CaptureHeader;
import io.pypnm.remote.gateway.pnm.capture.CaptureHeader.Time;
import io.pypnm.remote.gateway.pnm.capture.CapturedMac;
import io.pypnm.remote.gateway.pnm.capture.UsRxMer;
import io.pypnm.remote.gateway.pnm.capture.UsRxMer.Layout;
import io.pypnm.remote.gateway.pnm.series.MerSeries;
import io.pypnm.remote.gateway.pnm.series.Subcarriers;

/// Type 105: ifIndex 4, CCAP id 256, [of a vendor 7], CM 6, averages 2, pre-equaliser 1, zero frequency 4, first active
/// 2, spacing 1, length 4, quarter dB.
///
/// Nothing says which of the two headers it is: the one whose length is that of the file.
final class UsRxMerFile {
    private static final int IF_INDEX_AND_CCAP = 4 + 256;
    private static final int VENDOR_BYTES = 7;
    private static final int CM_TO_SPACING = 6 + 2 + 1 + 4 + 2 + 1;
    private static final int CCAP_ID_BYTES = 256;
    private static final int ASSUMED_SPACING_HZ = 50_000;

    private UsRxMerFile() {}

    static UsRxMer decode(Prologue prologue, CaptureReader in) throws CaptureRefusedException {
        Time time = Prologue.time(in);
        Layout layout = layout(in);
        long ifIndex = in.u32();
        String ccapId = in.text(CCAP_ID_BYTES);
        in.skip(layout == Layout.EXTENDED ? VENDOR_BYTES : 0);
        CapturedMac modem = in.mac();
        int averages = in.u16();
        boolean preEqualized = in.u8() == 1;
        long zeroFrequency = in.u32();
        int firstActive = in.u16();
        int told = in.u8() * 1000;
        // Some CMTSs write nonsense here.
        boolean assumed = !CaptureReader.isSpacing(told);
        int length = in.dataBytes(1, OfdmFiles.MAX_SUBCARRIERS);
        CaptureHeader header = prologue.header(in, time, length);
        return new UsRxMer(
                header,
                layout,
                ifIndex,
                ccapId,
                modem,
                averages,
                preEqualized,
                new Subcarriers(zeroFrequency, firstActive, assumed ? ASSUMED_SPACING_HZ : told, length),
                assumed,
                MerSeries.copyOf(in.bytes(), in.position(), in.position() + length));
    }

    private static Layout layout(CaptureReader in) throws CaptureRefusedException {
        if (ends(in, 0)) {
            return Layout.STANDARD;
        }
        if (ends(in, VENDOR_BYTES)) {
            return Layout.EXTENDED;
        }
        throw inconsistent("neither header of type 105 ends where the file of " + in.bytes().length + " bytes does");
    }

    /// Whether the file ends where its data does, if the vendor's bytes are that many.
    private static boolean ends(CaptureReader in, int vendorBytes) throws CaptureRefusedException {
        var ahead = new CaptureReader(in.bytes());
        ahead.skip(in.position());
        int toLength = IF_INDEX_AND_CCAP + vendorBytes + CM_TO_SPACING;
        if (ahead.remaining() < toLength + Integer.BYTES) {
            return false;
        }
        ahead.skip(toLength);
        return ahead.u32() == ahead.remaining();
    }
}
