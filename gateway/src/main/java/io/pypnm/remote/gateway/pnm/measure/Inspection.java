package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import io.pypnm.remote.gateway.pnm.capture.AmplitudeTable;
import io.pypnm.remote.gateway.pnm.capture.AtdmaPreEqualizer;
import io.pypnm.remote.gateway.pnm.capture.Capture;
import io.pypnm.remote.gateway.pnm.capture.ChannelEstimate;
import io.pypnm.remote.gateway.pnm.capture.Constellation;
import io.pypnm.remote.gateway.pnm.capture.DsRxMer;
import io.pypnm.remote.gateway.pnm.capture.FecSummary;
import io.pypnm.remote.gateway.pnm.capture.Histogram;
import io.pypnm.remote.gateway.pnm.capture.ModulationProfile;
import io.pypnm.remote.gateway.pnm.capture.Spectrum;
import io.pypnm.remote.gateway.pnm.capture.UsPreEqualizer;
import io.pypnm.remote.gateway.pnm.capture.UsRxMer;
import io.pypnm.remote.gateway.pnm.file.CaptureFiles;
import io.pypnm.remote.gateway.pnm.file.CaptureRefusedException;
import io.pypnm.remote.gateway.pnm.file.EqualizerData;

/// What a look into a capture file showed. A file is believed only if it is of the measurement, the modem and the
/// channel that were asked for: names on a TFTP server prove nothing.
public sealed interface Inspection {
    record Sound(Capture capture) implements Inspection {}

    record Unsound(Code code, String detail) implements Inspection {}

    /// What is wrong with a file.
    enum Code {
        /// It is no whole capture.
        REFUSED,
        OTHER_KIND,
        OTHER_MODEM,
        OTHER_CHANNEL
    }

    /// What a file is to be of.
    ///
    /// @param ifIndex   of the channel; 0 for the whole modem
    /// @param channelId of the channel; 0 if it has none
    record Subject(MacAddress mac, MeasurementType type, long ifIndex, int channelId) {}

    /// Looks into a file.
    static Inspection of(byte[] file, Subject subject) {
        try {
            Capture capture = subject.type() == MeasurementType.US_ATDMA_PRE_EQUALIZATION
                    ? EqualizerData.decode(file)
                    : CaptureFiles.decode(file);
            return check(capture, subject);
        } catch (CaptureRefusedException e) {
            return new Unsound(Code.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private static Inspection check(Capture capture, Subject subject) {
        if (typeOf(capture) != subject.type()) {
            return new Unsound(
                    Code.OTHER_KIND,
                    "the file is of " + typeOf(capture).wireName() + ", asked for was "
                            + subject.type().wireName());
        }
        if (capture instanceof Capture.File file && !file.cableModem().is(subject.mac())) {
            return new Unsound(
                    Code.OTHER_MODEM, "the file is of modem " + file.cableModem() + ", asked for was " + subject.mac());
        }
        long told = channelOf(capture);
        long wanted = capture instanceof UsRxMer ? subject.ifIndex() : subject.channelId();
        return told == 0 || wanted == 0 || told == wanted
                ? new Sound(capture)
                : new Unsound(Code.OTHER_CHANNEL, "the file is of channel " + told + ", asked for was " + wanted);
    }

    private static MeasurementType typeOf(Capture capture) {
        return switch (capture) {
            case DsRxMer _ -> MeasurementType.RXMER;
            case ChannelEstimate _ -> MeasurementType.CHANNEL_ESTIMATION;
            case Constellation _ -> MeasurementType.CONSTELLATION;
            case Histogram _ -> MeasurementType.HISTOGRAM;
            case FecSummary _ -> MeasurementType.FEC_SUMMARY;
            case ModulationProfile _ -> MeasurementType.MODULATION_PROFILE;
            case Spectrum _, AmplitudeTable _ -> MeasurementType.SPECTRUM;
            case UsPreEqualizer _ -> MeasurementType.US_PRE_EQUALIZATION;
            case UsRxMer _ -> MeasurementType.US_RXMER;
            case AtdmaPreEqualizer _ -> MeasurementType.US_ATDMA_PRE_EQUALIZATION;
        };
    }

    /// By the operator's number, of a CMTS by ifIndex; 0 where the file does not say.
    private static long channelOf(Capture capture) {
        return switch (capture) {
            case DsRxMer it -> it.channelId();
            case ChannelEstimate it -> it.channelId();
            case Constellation it -> it.channelId();
            case FecSummary it -> it.channelId();
            case ModulationProfile it -> it.channelId();
            case UsPreEqualizer it -> it.channelId();
            case UsRxMer it -> it.ifIndex();
            case Histogram _, Spectrum _, AmplitudeTable _, AtdmaPreEqualizer _ -> 0;
        };
    }
}
