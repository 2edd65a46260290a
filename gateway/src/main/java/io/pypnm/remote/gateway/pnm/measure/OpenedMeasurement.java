package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import java.util.List;

/// A kept measurement with its files decoded.
///
/// @param outcome  as the agent told it
/// @param captured the outcome's reply
public record OpenedMeasurement(
        StoredMeasurement stored, OutcomeEnvelope outcome, Captured captured, List<OpenedCapture> captures) {
    public OpenedMeasurement {
        captures = List.copyOf(captures);
    }

    /// Whether nothing is missing.
    public boolean isComplete() {
        return outcome.outcome() instanceof Outcome.Completed
                && captures.stream().allMatch(capture -> capture.stored().sound());
    }
}
