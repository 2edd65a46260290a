package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.files.CaptureFolder;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.Command.PnmCapture.Upload;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.command.Measurement.DsSpectrum.Retrieval;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs `pnm_capture`. Safe for use by many threads; that no two run on one modem at once is the caller's care.
public final class CaptureOperations {
    private final CaptureConfig config;
    private final SnmpOperations snmp;
    private final @Nullable CaptureFolder files;
    private final MonotonicClock clock;
    private final CaptureNames names;

    /// @param files     null if the settings name no directory of captures
    /// @param hostClock for the names of files
    /// @param random    for the names of files; safe for use by many threads
    public CaptureOperations(
            CaptureConfig config,
            SnmpOperations snmp,
            @Nullable CaptureFolder files,
            MonotonicClock clock,
            InstantSource hostClock,
            RandomGenerator random) {
        this.config = config;
        this.snmp = snmp;
        this.files = files;
        this.clock = clock;
        this.names = new CaptureNames(hostClock, random);
    }

    /// Whether captures can be fetched at all.
    public boolean isConfigured() {
        return files != null;
    }

    /// The objects that the measurement sets, for whoever says which may be set.
    public static List<Oid> objectsSet(Command.PnmCapture command) {
        return switch (command.measurement()) {
            case Measurement.UsAtdmaPreEqualization _ -> List.of();
            case Measurement.UsRxMer rxMer ->
                both(Recipe.ofCmts(rxMer, command.mac(), 1).objectsSet(), Destination.objectsOfCmtss());
            case Measurement measurement ->
                both(
                        Recipe.of(measurement).objectsSet(),
                        needsUpload(measurement) ? Destination.objectsOfModems() : List.of());
        };
    }

    /// Whether there is a directory to fetch from, a server to upload to and a credential to write with.
    ///
    /// @throws CommandRefusedException `POLICY`, naming the setting that is missing, or `CREDENTIAL_UNKNOWN`
    public void check(Command.PnmCapture command) throws CommandRefusedException {
        if (needsUpload(command.measurement())) {
            if (files == null) {
                throw new CommandRefusedException(RefusalCode.POLICY, "tftp_server.tftp_path is not set");
            }
            if (upload(command).isEmpty()) {
                throw new CommandRefusedException(
                        RefusalCode.POLICY,
                        "tftp_server.modem_address is not set, and the command names no tftp.server");
            }
        }
        snmp.check(new Command.SnmpGet(command.target(), List.of(PnmObjects.SYS_DESCR)));
        if (!(command.measurement() instanceof Measurement.UsAtdmaPreEqualization)) {
            var anything = new VarBind(PnmObjects.BULK_UPLOAD_CONTROL, new SnmpValue.Integer32(1));
            snmp.check(new Command.SnmpSet(command.target(), List.of(anything)));
        }
    }

    private static boolean needsUpload(Measurement measurement) {
        return switch (measurement) {
            case Measurement.DsSpectrum spectrum -> spectrum.by() == Retrieval.FILE;
            case Measurement.UsAtdmaPreEqualization _ -> false;
            case Measurement.DsRxMer _,
                    Measurement.DsChannelEstimate _,
                    Measurement.DsConstellation _,
                    Measurement.DsHistogram _,
                    Measurement.DsFecSummary _,
                    Measurement.DsModulationProfile _,
                    Measurement.UsPreEqualization _,
                    Measurement.UsRxMer _ -> true;
        };
    }

    private static List<Oid> both(List<Oid> some, List<Oid> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private @Nullable Destination destination(Command.PnmCapture command) {
        Optional<Upload.To> upload = upload(command);
        return needsUpload(command.measurement()) && upload.isPresent() && files != null
                ? new Destination(upload.get(), files)
                : null;
    }

    private Optional<Upload.To> upload(Command.PnmCapture command) {
        Upload wanted = command.upload() instanceof Upload.To ? command.upload() : config.upload();
        return wanted instanceof Upload.To to ? Optional.of(to) : Optional.empty();
    }

    /// Does it.
    ///
    /// @return `Completed`, or `Partial` naming each channel that lacks something
    /// @throws CommandFailedException if nothing was measured: `WRONG_DEVICE`, `UNSUPPORTED`, `DEVICE_BUSY` and those
    ///     of SNMP
    public Outcome run(Command.PnmCapture command, Deadline deadline)
            throws CommandFailedException, InterruptedException {
        var trace = new Trace(clock);
        var device = new Device(snmp, command.target(), deadline, trace);
        return new CaptureRun(command, device, destination(command), names, config, trace).run();
    }
}
