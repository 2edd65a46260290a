package io.pypnm.remote.gateway.pnm.file;

import io.pypnm.remote.gateway.pnm.capture.Capture;

/// Reads the capture files of DOCSIS 3.1 modems and CMTSs.
///
/// A capture is read whole or refused. Lengths are unsigned and checked against the bytes that are there before
/// anything is allocated: a decoded capture takes at most 4 times its file, and some 100 bytes for each profile. Bytes
/// behind the data are tolerated and counted in the header. Layouts: CM-SP-CM-OSSIv3.1 and CM-SP-CCAP-OSSIv3.1, the PNM
/// file sections.
public final class CaptureFiles {
    /// The largest plausible one is a spectrum of 2,048 bins in some hundred segments.
    public static final int MAX_BYTES = 8 << 20;

    private CaptureFiles() {}

    /// Reads a file of any kind, and rows of spectrum amplitudes that were saved one behind the other.
    ///
    /// @throws CaptureRefusedException if it is not a whole capture
    public static Capture decode(byte[] file) throws CaptureRefusedException {
        if (file.length == 0) {
            throw new CaptureRefusedException(new Refusal.Empty());
        }
        if (file.length > MAX_BYTES) {
            throw new CaptureRefusedException(new Refusal.TooLarge(file.length, MAX_BYTES));
        }
        if (Prologue.isAt(file)) {
            return decodeFile(new CaptureReader(file));
        }
        if (AmplitudeData.isAt(file)) {
            return AmplitudeData.decode(file);
        }
        throw new CaptureRefusedException(new Refusal.NoMagic());
    }

    private static Capture decodeFile(CaptureReader in) throws CaptureRefusedException {
        Prologue prologue = Prologue.read(in);
        return switch (prologue.type()) {
            case CHANNEL_ESTIMATE -> OfdmFiles.channelEstimate(prologue, in);
            case CONSTELLATION -> OfdmFiles.constellation(prologue, in);
            case DS_RXMER -> OfdmFiles.rxMer(prologue, in);
            case HISTOGRAM -> HistogramFile.decode(prologue, in);
            case US_PRE_EQUALIZER, US_PRE_EQUALIZER_UPDATE -> OfdmFiles.preEqualizer(prologue, in);
            case FEC_SUMMARY -> FecSummaryFile.decode(prologue, in);
            case SPECTRUM -> SpectrumFile.decode(prologue, in);
            case MODULATION_PROFILE -> ModulationProfileFile.decode(prologue, in);
            case US_RXMER -> UsRxMerFile.decode(prologue, in);
        };
    }
}
