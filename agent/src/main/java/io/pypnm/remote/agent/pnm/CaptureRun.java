package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.Match;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One `pnm_capture`, from the device's identity to the files. Owned by one thread, used once.
final class CaptureRun {
    private final Command.PnmCapture command;
    private final Device device;
    private final @Nullable Destination destination;
    private final CaptureNames names;
    private final TestLock lock;
    private final CaptureConfig config;
    private final Trace trace;

    private final List<Captured.Capture> captures = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private boolean triggered;
    /// Why no further channel is tried; empty while they are.
    private String givenUp = "";

    /// @param destination null if the measurement makes no file
    CaptureRun(
            Command.PnmCapture command,
            Device device,
            @Nullable Destination destination,
            CaptureNames names,
            CaptureConfig config,
            Trace trace) {
        this.command = command;
        this.device = device;
        this.destination = destination;
        this.names = names;
        this.lock = new TestLock(device, config);
        this.config = config;
        this.trace = trace;
    }

    /// @throws CommandFailedException if nothing was measured and the device as a whole is why
    Outcome run() throws CommandFailedException, InterruptedException {
        var identity = new Identity(device);
        String description = identity.describe();
        boolean isModem = !(command.measurement() instanceof Measurement.UsRxMer);
        long macLayer = isModem ? identity.verify(command.mac()) : 0;
        List<Identity.Place> places = identity.places(command.measurement(), macLayer, command.channels());
        if (command.measurement() instanceof Measurement.UsAtdmaPreEqualization) {
            read(places);
        } else {
            Recipe recipe = recipe();
            for (Identity.Place place : places) {
                measure(recipe, place);
            }
        }
        var captured = new Captured(description, captures, trace.steps());
        return missing.isEmpty() ? new Outcome.Completed(captured) : new Outcome.Partial(captured, missing);
    }

    /// What is to be done for each channel, once the device knows where its files go.
    private Recipe recipe() throws CommandFailedException, InterruptedException {
        if (command.measurement() instanceof Measurement.UsRxMer rxMer && destination != null) {
            return Recipe.ofCmts(rxMer, command.mac(), destination.row(device));
        }
        if (destination != null) {
            try {
                destination.tell(device, lock);
            } catch (PartFailedException e) {
                throw new CommandFailedException(FailureCode.DEVICE_BUSY, e.detail());
            }
        }
        return Recipe.of(command.measurement());
    }

    private void read(List<Identity.Place> places) throws CommandFailedException, InterruptedException {
        var tables = new SnmpContents(device, names, command.mac());
        for (Identity.Place place : places) {
            try {
                captures.add(tables.equalizer(place));
            } catch (PartFailedException e) {
                missing.add(new Missing(place.name(), e.code(), e.detail()));
            }
        }
    }

    private void measure(Recipe recipe, Identity.Place place) throws CommandFailedException, InterruptedException {
        if (!givenUp.isEmpty()) {
            missing.add(new Missing(place.name(), Missing.Code.NOT_TRIED, givenUp));
            return;
        }
        var capture = new ChannelCapture(device, lock, recipe, place.row(), config);
        try {
            capture.measure(names.of(recipe, command.mac(), place));
            fetch(capture, place);
            if (capture.status() == MeasStatus.SAMPLE_TRUNCATED) {
                missing.add(new Missing(
                        place.name(), Missing.Code.SAMPLE_TRUNCATED, "the device says that its sample is cut short"));
            }
        } catch (PartFailedException e) {
            if (e.code() == Missing.Code.DEVICE_BUSY && !triggered) {
                throw new CommandFailedException(FailureCode.DEVICE_BUSY, e.detail());
            }
            missing.add(new Missing(place.name(), e.code(), e.detail()));
            givenUp = capture.restarted() ? "the device restarted before" : "";
        } catch (CommandFailedException e) {
            if (e.code() == FailureCode.INTERNAL || (!triggered && !capture.triggered())) {
                throw e;
            }
            missing.add(new Missing(place.name(), lack(e.code()), e.detail()));
            givenUp = lack(e.code()) == Missing.Code.DEVICE_TIMEOUT ? "the device did not answer before" : "";
        } finally {
            triggered |= capture.triggered();
            capture.close();
        }
        captures.add(new Captured.Capture(
                place.ifIndex(), place.channelId(), capture.status(), capture.figures(), capture.files()));
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
        if (destination == null) {
            capture.add(new SnmpContents(device, names, command.mac()).amplitudes(place));
            return;
        }
        for (FileName name : capture.names()) {
            capture.add(fetch(name, destination));
        }
    }

    private FileContent fetch(FileName name, Destination from)
            throws PartFailedException, CommandFailedException, InterruptedException {
        if (command.measurement() instanceof Measurement.UsRxMer) {
            return new Arrival(from.folder(), name, Match.NEWEST_WITH_PREFIX, device, trace)
                    .await(config.uploadWithin(), config.poll());
        }
        var arrival = new Arrival(from.folder(), name, Match.EXACT, device, trace);
        return new Upload(device, name, arrival, config).fetch();
    }
}
