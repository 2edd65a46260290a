package io.pypnm.remote.gateway.pnm.archive;

import java.util.List;

/// A measurement that is kept.
///
/// @param request  JSON of the command; not copied, so not to be changed
/// @param outcome  JSON of the outcome without the contents of its files; not copied, so not to be changed
/// @param captures in the order of measurement
@SuppressWarnings("ArrayRecordComponent") // from the disk to a decoder; nobody compares two of these
public record StoredMeasurement(MeasurementHead head, byte[] request, byte[] outcome, List<StoredCapture> captures) {
    public StoredMeasurement {
        captures = List.copyOf(captures);
    }
}
