package io.pypnm.remote.gateway.pnm.archive;

import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import java.util.List;

/// A measurement about to be kept.
///
/// @param request JSON of the command; not copied, so not to be changed
/// @param outcome JSON of the outcome without the contents of its files; not copied, so not to be changed
@SuppressWarnings("ArrayRecordComponent") // on its way to the disk; nobody compares two of these
public record NewMeasurement(MeasurementHead head, byte[] request, byte[] outcome, List<NewCapture> captures) {
    public NewMeasurement {
        captures = List.copyOf(captures);
    }

    /// What it brought of one channel.
    ///
    /// @param ifIndex   0 of the whole modem
    /// @param channelId 0 if there is none
    /// @param sound     whether all its files are there, can be read, and are of this modem and channel
    public record NewCapture(long ifIndex, int channelId, MeasStatus status, boolean sound, List<NewFile> files) {
        public NewCapture {
            files = List.copyOf(files);
        }
    }

    /// A file as the modem wrote it.
    ///
    /// @param content not copied, so not to be changed
    public record NewFile(String name, String sha256, byte[] content) {}
}
