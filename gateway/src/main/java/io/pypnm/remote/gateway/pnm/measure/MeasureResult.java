package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.gateway.dispatch.Submission.Submitted;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import io.pypnm.remote.gateway.pnm.measure.ModemFinder.Whereabouts;

/// What came of an order.
public sealed interface MeasureResult {
    /// It is measured, and kept.
    ///
    /// @param measurement with the channels asked for only
    record Done(StoredMeasurement measurement) implements MeasureResult {}

    /// It is being measured; the caller does not want to wait any longer.
    record Underway(CommandRow command) implements MeasureResult {}

    /// Another measurement has the modem.
    record Held(CommandRow by) implements MeasureResult {}

    /// The modem could not be found.
    record NotFound(Whereabouts.NotFound why) implements MeasureResult {}

    /// The modem, or the measurement, has none of the channels asked for.
    record NoSuchChannel(String detail) implements MeasureResult {}

    /// The gateway takes no commands now.
    record Unavailable(Submitted.Unavailable why) implements MeasureResult {}

    /// The command ended, and brought nothing.
    record Failed(CommandRow command, OutcomeEnvelope outcome) implements MeasureResult {}

    /// What must be read of the modem first was not read in time.
    record Unanswered(CommandRow command) implements MeasureResult {}

    /// The command ended, and its outcome cannot be read.
    record Unreadable(CommandId command) implements MeasureResult {}
}
