package io.pypnm.remote.gateway.pnm.archive;

import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import java.util.List;

/// What a measurement brought of one channel, without the contents of its files.
///
/// @param id        grows with time
/// @param ifIndex   0 of the whole modem
/// @param channelId 0 if there is none
/// @param sound     whether all its files were there, could be read, and are of this modem and channel
public record StoredCapture(
        long id,
        MeasurementHead head,
        long ifIndex,
        int channelId,
        MeasStatus status,
        boolean sound,
        List<StoredFile> files) {
    public StoredCapture {
        files = List.copyOf(files);
    }

    /// A file that is kept.
    public record StoredFile(String name, String sha256, long bytes) {}
}
