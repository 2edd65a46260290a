package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture;
import io.pypnm.remote.gateway.pnm.archive.StoredCapture.StoredFile;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import io.pypnm.remote.gateway.store.Captures;
import java.util.ArrayList;
import java.util.List;

/// Reads kept measurements back. Decoding a file costs less than a millisecond, so what was decoded is not kept: a
/// better decoder serves old files too. Safe for use by many threads.
public final class CaptureReading {
    private final Captures captures;
    private final MessageCodec codec = new MessageCodec();

    public CaptureReading(Captures captures) {
        this.captures = captures;
    }

    /// Opens the captures of a measurement.
    public OpenedMeasurement open(StoredMeasurement stored) {
        OutcomeEnvelope outcome = outcome(stored);
        Captured captured = captured(outcome.outcome());
        List<OpenedCapture> opened = new ArrayList<>();
        for (StoredCapture capture : stored.captures()) {
            opened.add(open(capture, figures(captured, capture)));
        }
        return new OpenedMeasurement(stored, outcome, captured, opened);
    }

    private OutcomeEnvelope outcome(StoredMeasurement stored) {
        try {
            return codec.decodeOutcome(stored.outcome());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(
                    "the outcome of measurement " + stored.head().command() + " cannot be read", e);
        }
    }

    private static Captured captured(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(Captured captured) -> captured;
            case Outcome.Partial(Captured captured, var _) -> captured;
            default -> throw new IllegalStateException("a measurement was filed without captures");
        };
    }

    private static Figures figures(Captured captured, StoredCapture capture) {
        return captured.captures().stream()
                .filter(told -> told.ifIndex() == capture.ifIndex())
                .findFirst()
                .map(told -> Figures.of(told.figures()))
                .orElseGet(() -> Figures.of(List.of()));
    }

    /// Opens one capture, without what the device said of it.
    public OpenedCapture open(StoredCapture capture) {
        return open(capture, Figures.of(List.of()));
    }

    private OpenedCapture open(StoredCapture capture, Figures figures) {
        var subject = new Inspection.Subject(
                capture.head().mac(), capture.head().type(), capture.ifIndex(), capture.channelId());
        List<OpenedCapture.File> files = new ArrayList<>();
        int number = 0;
        for (StoredFile file : capture.files()) {
            byte[] content = content(capture.id(), number);
            files.add(new OpenedCapture.File(number, file, Inspection.of(content, subject)));
            number++;
        }
        return new OpenedCapture(capture, figures, files);
    }

    /// A file as the modem wrote it.
    public byte[] content(long capture, int number) {
        return captures.content(capture, number)
                .orElseThrow(() -> new IllegalStateException("a file of capture " + capture + " is gone"));
    }
}
