package io.pypnm.remote.gateway.pnm.measure;

import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.OutcomeEnvelope;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.wire.Checksum;
import io.pypnm.remote.contracts.wire.MalformedMessageException;
import io.pypnm.remote.contracts.wire.MessageCodec;
import io.pypnm.remote.gateway.claim.ClaimException;
import io.pypnm.remote.gateway.claim.ClaimStore;
import io.pypnm.remote.gateway.claim.Upload.What;
import io.pypnm.remote.gateway.dispatch.Pause;
import io.pypnm.remote.gateway.ledger.CommandRow;
import io.pypnm.remote.gateway.ledger.CommandRow.State;
import io.pypnm.remote.gateway.ledger.OutcomeBody;
import io.pypnm.remote.gateway.pnm.archive.MeasurementHead;
import io.pypnm.remote.gateway.pnm.archive.MeasurementType;
import io.pypnm.remote.gateway.pnm.archive.NewMeasurement;
import io.pypnm.remote.gateway.pnm.archive.NewMeasurement.NewCapture;
import io.pypnm.remote.gateway.pnm.archive.NewMeasurement.NewFile;
import io.pypnm.remote.gateway.pnm.archive.StoredMeasurement;
import io.pypnm.remote.gateway.store.Captures;
import io.pypnm.remote.gateway.store.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Moves what measurements brought from their outcomes to the captures. Whoever waits for a measurement has it filed at
/// once; the thread of [#run] files the others, also those that ended just before the gateway was killed. Filing twice
/// is filing once. Safe for use by many threads.
public final class Filing implements Runnable {
    private static final System.Logger log = System.getLogger(Filing.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int AT_ONCE = 100;

    private final Ledger ledger;
    private final Captures captures;
    private final ClaimStore claims;
    private final MessageCodec codec = new MessageCodec();

    public Filing(Ledger ledger, Captures captures, ClaimStore claims) {
        this.ledger = ledger;
        this.captures = captures;
        this.claims = claims;
    }

    @Override
    public void run() {
        new Pause(PERIOD).untilInterrupted(this::fileAll);
    }

    private void fileAll() {
        List<CommandId> unfiled = captures.unfiled(AT_ONCE);
        while (!unfiled.isEmpty() && !Thread.currentThread().isInterrupted()) {
            for (CommandId command : unfiled) {
                ledger.find(command).ifPresent(this::file);
            }
            unfiled = captures.unfiled(AT_ONCE);
        }
    }

    /// What a measurement that has ended brought, filed if it was not yet.
    MeasureResult file(CommandRow command) {
        Optional<StoredMeasurement> stored = captures.find(command.id());
        if (stored.isPresent()) {
            return new MeasureResult.Done(stored.get());
        }
        if (!(command.state() instanceof State.Ended ended)) {
            throw new IllegalArgumentException("command " + command.id() + " has not ended");
        }
        try {
            OutcomeEnvelope outcome = outcome(command, ended.body());
            Optional<Captured> captured = brought(outcome.outcome());
            if (captured.isEmpty()) {
                captures.dismiss(command.id());
                return new MeasureResult.Failed(command, outcome);
            }
            captures.file(measurement(command, ended, outcome, captured.get()));
            return captures.find(command.id())
                    .<MeasureResult>map(MeasureResult.Done::new)
                    .orElseThrow(() -> new IllegalStateException("command " + command.id() + " was filed as nothing"));
        } catch (MalformedMessageException | ClaimException | IOException e) {
            log.log(System.Logger.Level.WARNING, "the captures of command " + command.id() + " cannot be read", e);
            captures.dismiss(command.id());
            return new MeasureResult.Unreadable(command.id());
        }
    }

    /// What is worth keeping: a file, or figures where the file was lost.
    private static Optional<Captured> brought(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(Captured captured) -> Optional.of(captured);
            case Outcome.Partial(Captured captured, var _) ->
                Optional.of(captured).filter(Filing::hasAnything);
            case Outcome.Completed _,
                    Outcome.Partial _,
                    Outcome.Failed _,
                    Outcome.Refused _,
                    Outcome.Expired _,
                    Outcome.Cancelled _,
                    Outcome.Unknown _ -> Optional.empty();
        };
    }

    private static boolean hasAnything(Captured captured) {
        return captured.captures().stream()
                .anyMatch(capture ->
                        !capture.files().isEmpty() || !capture.figures().isEmpty());
    }

    private OutcomeEnvelope outcome(CommandRow command, OutcomeBody body)
            throws MalformedMessageException, ClaimException, IOException {
        return switch (body) {
            case OutcomeBody.Inline(byte[] json, var _) -> codec.decodeOutcome(json);
            case OutcomeBody.Claimed(String sha256, long _) -> codec.decodeOutcome(claim(command, sha256));
            case OutcomeBody.Omitted _ -> throw new IllegalArgumentException("the command has no body");
        };
    }

    private byte[] claim(CommandRow command, String sha256) throws ClaimException, IOException {
        try (InputStream in = claims.read(command.agent(), command.id(), What.OUTCOME, sha256)
                .orElseThrow(() -> new IOException("the outcome is not kept any more"))) {
            byte[] json = in.readNBytes(MessageCodec.MAX_BYTES + 1);
            if (json.length <= MessageCodec.MAX_BYTES && !Checksum.matches(json, sha256)) {
                throw new IOException("the outcome does not match its checksum");
            }
            return json;
        }
    }

    private NewMeasurement measurement(
            CommandRow command, State.Ended ended, OutcomeEnvelope outcome, Captured captured)
            throws MalformedMessageException, IOException {
        if (!(codec.decodeCommand(command.redactedCommand()) instanceof Command.PnmCapture request)) {
            throw new IOException("the command is no measurement");
        }
        var head = new MeasurementHead(
                command.id(),
                request.mac(),
                MeasurementType.of(request.measurement()),
                command.agent(),
                ledger.note(command.id()),
                ended.at());
        List<NewCapture> brought = new ArrayList<>();
        for (Captured.Capture capture : captured.captures()) {
            brought.add(capture(head, capture));
        }
        var bare = new OutcomeEnvelope(
                outcome.command(),
                withoutContents(outcome.outcome(), captured),
                outcome.waitedMillis(),
                outcome.ranMillis());
        return new NewMeasurement(head, command.redactedCommand(), codec.encode(bare), brought);
    }

    private static NewCapture capture(MeasurementHead head, Captured.Capture capture) {
        var subject = new Inspection.Subject(head.mac(), head.type(), capture.ifIndex(), capture.channelId());
        List<NewFile> files = new ArrayList<>();
        boolean sound = !capture.files().isEmpty();
        for (FileContent file : capture.files()) {
            byte[] content = file.content() instanceof FileContent.Content.Inline(Octets octets)
                    ? octets.toArray()
                    : new byte[0];
            sound &= Checksum.matches(content, file.sha256())
                    && Inspection.of(content, subject) instanceof Inspection.Sound;
            files.add(new NewFile(file.name().text(), Checksum.sha256(content), content));
        }
        if (head.type() == MeasurementType.US_ATDMA_PRE_EQUALIZATION
                && !capture.figures().isEmpty()
                && capture.figures().getFirst().value() instanceof SnmpValue.OctetString(Octets octets)) {
            byte[] content = octets.toArray();
            String name = "useqdata_" + head.mac().bare() + "_" + capture.ifIndex() + ".bin";
            sound = Inspection.of(content, subject) instanceof Inspection.Sound;
            files.add(new NewFile(name, Checksum.sha256(content), content));
        }
        return new NewCapture(capture.ifIndex(), capture.channelId(), capture.status(), sound, files);
    }

    private static Outcome withoutContents(Outcome outcome, Captured captured) {
        List<Captured.Capture> bare = captured.captures().stream()
                .map(capture -> new Captured.Capture(
                        capture.ifIndex(),
                        capture.channelId(),
                        capture.status(),
                        capture.figures(),
                        capture.files().stream().map(Filing::withoutContent).toList()))
                .toList();
        Reply reply = new Captured(captured.modem(), bare, captured.steps());
        return outcome instanceof Outcome.Partial(var _, var missing)
                ? new Outcome.Partial(reply, missing)
                : new Outcome.Completed(reply);
    }

    private static FileContent withoutContent(FileContent file) {
        return new FileContent(
                file.name(),
                file.origin(),
                file.bytes(),
                file.modified(),
                file.sha256(),
                new FileContent.Content.Claimed());
    }
}
