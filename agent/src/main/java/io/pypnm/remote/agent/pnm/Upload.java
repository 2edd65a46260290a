package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.files.CaptureFolder;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.outcome.Reply.FileEntry;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.Optional;

/// Awaits a modem's upload of one file and fetches it (docsPnmBulkFileTable). A modem keeps few rows and loses them
/// when it restarts, so a file that is there counts more than a row that is not.
final class Upload {
    private static final int TFTP_UPLOAD = 2;

    private final Modem modem;
    private final CaptureFolder files;
    private final FileName name;
    private final CaptureConfig config;
    private final Trace trace;

    Upload(Modem modem, CaptureFolder files, FileName name, CaptureConfig config, Trace trace) {
        this.modem = modem;
        this.files = files;
        this.name = name;
        this.config = config;
        this.trace = trace;
    }

    /// docsPnmBulkFileUploadStatus.
    private enum Status {
        OTHER,
        AVAILABLE,
        IN_PROGRESS,
        COMPLETED,
        PENDING,
        CANCELLED,
        ERROR;

        static Status of(long value) {
            return value >= 1 && value <= values().length ? values()[(int) value - 1] : OTHER;
        }
    }

    /// Where the modem has it.
    private record Row(Oid control, Status status) {}

    FileContent fetch() throws PartFailedException, CommandFailedException, InterruptedException {
        awaitUpload();
        Deadline patience = modem.deadline().within(config.uploadWithin());
        while (true) {
            Optional<FileContent> file = settled();
            if (file.isPresent()) {
                return file.get();
            }
            if (patience.hasPassed()) {
                throw new PartFailedException(
                        Missing.Code.FILE_NOT_FETCHED,
                        "the modem has uploaded " + name + ", but it is not in " + files.origin()
                                + ", or not all of it");
            }
            modem.rest(config.poll());
        }
    }

    private void awaitUpload() throws PartFailedException, CommandFailedException, InterruptedException {
        Deadline patience = modem.deadline().within(config.uploadWithin());
        boolean askedAgain = false;
        int idle = 0;
        while (true) {
            Optional<Row> row = row();
            Status status = row.map(Row::status).orElse(Status.OTHER);
            boolean failed = status == Status.ERROR || status == Status.CANCELLED;
            // A modem that uploads by itself shows the file as available for a moment.
            idle = status == Status.AVAILABLE ? idle + 1 : 0;
            if (status == Status.COMPLETED || (row.isEmpty() && settled().isPresent())) {
                return;
            }
            if ((failed && askedAgain) || patience.hasPassed()) {
                throw new PartFailedException(
                        Missing.Code.UPLOAD_FAILED,
                        "upload of " + name + " ended as " + status
                                + "; the TFTP server must let new files be created (tftpd-hpa: --create)");
            }
            if ((failed || idle > 1) && !askedAgain) {
                askedAgain = true;
                upload(row.orElseThrow());
            }
            modem.rest(config.poll());
        }
    }

    private Optional<Row> row() throws CommandFailedException, InterruptedException {
        for (VarBind varBind : modem.pollBelow(PnmObjects.BULK_FILE_NAME)) {
            if (Modem.text(varBind).equals(Optional.of(name.text()))) {
                int number = (int) varBind.oid().arc(varBind.oid().length() - 1);
                VarBind status =
                        modem.poll(PnmObjects.BULK_FILE_STATUS.append(number)).getFirst();
                return Optional.of(new Row(
                        PnmObjects.BULK_FILE_CONTROL.append(number),
                        Status.of(Modem.number(status).orElse(0))));
            }
        }
        return Optional.empty();
    }

    private void upload(Row row) throws CommandFailedException, InterruptedException {
        try {
            modem.set(row.control(), new SnmpValue.Integer32(TFTP_UPLOAD));
        } catch (CommandFailedException e) {
            // Refused while another upload runs; the next look tells what became of ours.
            if (e.code() != FailureCode.DEVICE_ERROR && e.code() != FailureCode.DEVICE_TIMEOUT) {
                throw e;
            }
        }
    }

    private static boolean isWhole(FileContent file) {
        return !(file.content() instanceof FileContent.Content.Inline(Octets octets))
                || CaptureLength.isReached(octets);
    }

    /// The file, if it is there and two looks saw the same size: a slow upload shows one that grows.
    private Optional<FileContent> settled() throws PartFailedException, CommandFailedException, InterruptedException {
        try {
            Optional<FileEntry> look = files.find(name, modem.deadline());
            if (look.isEmpty() || look.get().bytes() == 0) {
                trace.addIfNew("LOOK for " + name + " in " + files.origin(), look.isEmpty() ? "none" : "empty");
                return Optional.empty();
            }
            modem.rest(config.poll());
            Optional<FileContent> file = files.read(name, modem.deadline());
            if (file.isPresent() && file.get().bytes() == look.get().bytes() && isWhole(file.get())) {
                trace.add(
                        "FETCH " + name + " from " + file.get().origin(),
                        file.get().bytes() + " bytes");
                return file;
            }
            trace.addIfNew(
                    "LOOK for " + name + " in " + files.origin(),
                    look.get().bytes() + " bytes, which is not all of it");
            return Optional.empty();
        } catch (CommandFailedException e) {
            if (e.code() == FailureCode.RUN_FOR || e.code() == FailureCode.INTERNAL) {
                throw e;
            }
            trace.add("FETCH " + name, e.code() + ": " + e.detail());
            throw new PartFailedException(Missing.Code.FILE_NOT_FETCHED, name + ": " + e.code() + ": " + e.detail());
        }
    }
}
