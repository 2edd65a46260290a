package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One `pnm_capture`, from the modem's identity to its files. Owned by one thread, used once.
final class CaptureRun {
    private static final int AUTO_UPLOAD = 3;
    /// The SNMP agent of the spectrum's table has no file of its own.
    private static final String SPECTRUM_TABLE = "spectrum";

    private final Command.PnmCapture command;
    private final Recipe recipe;
    private final Modem modem;
    private final @Nullable Destination destination;
    private final CaptureNames names;
    private final TestLock lock;
    private final CaptureConfig config;
    private final Trace trace;

    private final List<Captured.Capture> captures = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private boolean triggered;
    private boolean givenUp;

    /// @param destination null if the measurement makes no file
    CaptureRun(
            Command.PnmCapture command,
            Modem modem,
            @Nullable Destination destination,
            CaptureNames names,
            CaptureConfig config,
            Trace trace) {
        this.command = command;
        this.recipe = Recipe.of(command.measurement());
        this.modem = modem;
        this.destination = destination;
        this.names = names;
        this.lock = new TestLock(modem, config);
        this.config = config;
        this.trace = trace;
    }

    /// @throws CommandFailedException if nothing was measured and the modem as a whole is why
    Outcome run() throws CommandFailedException, InterruptedException {
        var identity = new Identity(modem);
        String description = identity.describe();
        long macLayer = identity.verify(command.mac());
        List<Identity.Place> places = identity.places(command.measurement(), macLayer, command.channels());
        sendFiles();
        for (Identity.Place place : places) {
            measure(place);
        }
        var captured = new Captured(description, captures, trace.steps());
        return missing.isEmpty() ? new Outcome.Completed(captured) : new Outcome.Partial(captured, missing);
    }

    private void sendFiles() throws CommandFailedException, InterruptedException {
        if (destination != null) {
            try {
                send(destination.upload());
            } catch (PartFailedException e) {
                throw new CommandFailedException(FailureCode.DEVICE_BUSY, e.detail());
            }
        }
    }

    /// Says where files go, as far as the modem does not know it yet: it keeps that until it restarts.
    private void send(Command.PnmCapture.Upload.To to)
            throws PartFailedException, CommandFailedException, InterruptedException {
        byte[] address = to.server().toInetAddress().getAddress();
        List<VarBind> wanted = List.of(
                new VarBind(PnmObjects.BULK_ADDRESS_TYPE, new SnmpValue.Integer32(address.length == 4 ? 1 : 2)),
                new VarBind(PnmObjects.BULK_ADDRESS, new SnmpValue.OctetString(Octets.of(address))),
                new VarBind(PnmObjects.BULK_PATH, new SnmpValue.OctetString(Octets.ofUtf8(to.path()))),
                new VarBind(PnmObjects.BULK_UPLOAD_CONTROL, new SnmpValue.Integer32(AUTO_UPLOAD)));
        List<VarBind> now = modem.get(
                PnmObjects.BULK_ADDRESS_TYPE,
                PnmObjects.BULK_ADDRESS,
                PnmObjects.BULK_PATH,
                PnmObjects.BULK_UPLOAD_CONTROL);
        List<VarBind> changes =
                wanted.stream().filter(varBind -> !now.contains(varBind)).toList();
        if (!changes.isEmpty()) {
            lock.whenReady(() -> {
                for (VarBind change : changes) {
                    modem.put(change.oid(), change.value());
                }
                return changes;
            });
        }
    }

    private void measure(Identity.Place place) throws CommandFailedException, InterruptedException {
        if (givenUp) {
            missing.add(new Missing(place.name(), Missing.Code.NOT_TRIED, "the modem did not answer before"));
            return;
        }
        var capture = new ChannelCapture(modem, lock, recipe, place.index(), config);
        try {
            capture.measure(names.of(recipe, command.mac(), place));
            fetch(capture, place);
            if (capture.status() == Captured.MeasStatus.SAMPLE_TRUNCATED) {
                missing.add(new Missing(
                        place.name(), Missing.Code.SAMPLE_TRUNCATED, "the modem says that its sample is cut short"));
            }
        } catch (PartFailedException e) {
            if (e.code() == Missing.Code.DEVICE_BUSY && !triggered) {
                throw new CommandFailedException(FailureCode.DEVICE_BUSY, e.detail());
            }
            missing.add(new Missing(place.name(), e.code(), e.detail()));
        } catch (CommandFailedException e) {
            if (e.code() == FailureCode.INTERNAL || (!triggered && !capture.triggered())) {
                throw e;
            }
            missing.add(new Missing(place.name(), lack(e.code()), e.detail()));
            givenUp = lack(e.code()) == Missing.Code.DEVICE_TIMEOUT;
        } finally {
            triggered |= capture.triggered();
        }
        captures.add(new Captured.Capture(
                place.index(), place.channelId(), capture.status(), capture.figures(), capture.files()));
    }

    private static Missing.Code lack(FailureCode code) {
        return switch (code) {
            case RUN_FOR -> Missing.Code.RUN_FOR;
            case DEVICE_TIMEOUT, UNREACHABLE -> Missing.Code.DEVICE_TIMEOUT;
            case TOO_LARGE -> Missing.Code.TOO_LARGE;
            default -> Missing.Code.DEVICE_ERROR;
        };
    }

    private void fetch(ChannelCapture capture, Identity.Place place)
            throws PartFailedException, CommandFailedException, InterruptedException {
        if (destination != null) {
            for (FileName name : capture.names()) {
                capture.add(new Upload(modem, destination.folder(), name, config, trace).fetch());
            }
        } else {
            capture.add(amplitudes(names.of(SPECTRUM_TABLE, command.mac(), place)));
        }
    }

    /// The rows of docsIf3CmSpectrumAnalysisMeasTable one after the other, as a file.
    private FileContent amplitudes(FileName name)
            throws PartFailedException, CommandFailedException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        for (VarBind row : modem.walk(PnmObjects.SPECTRUM_AMPLITUDES)) {
            if (row.value() instanceof SnmpValue.OctetString(Octets octets)) {
                bytes.writeBytes(octets.toArray());
            }
        }
        if (bytes.size() == 0 || bytes.size() > Octets.MAX_LENGTH) {
            throw new PartFailedException(
                    bytes.size() == 0 ? Missing.Code.MEASUREMENT_FAILED : Missing.Code.TOO_LARGE,
                    "the modem's table of amplitudes has " + bytes.size() + " bytes, of at most " + Octets.MAX_LENGTH);
        }
        byte[] content = bytes.toByteArray();
        return new FileContent(
                name,
                PnmObjects.nameOf(PnmObjects.SPECTRUM_AMPLITUDES),
                content.length,
                names.now(),
                Checksum.sha256(content),
                new FileContent.Content.Inline(Octets.of(content)));
    }
}
