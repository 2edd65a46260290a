package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.Optional;

/// Awaits a modem's upload of one file and fetches it (docsPnmBulkFileTable). A modem keeps few rows and loses them
/// when it restarts, so a file that is there counts more than a row that is not.
final class Upload {
    private static final int TFTP_UPLOAD = 2;

    private final Device modem;
    private final FileName name;
    private final Arrival arrival;
    private final CaptureConfig config;
    private boolean askedAgain;

    /// @param arrival of that file
    Upload(Device modem, FileName name, Arrival arrival, CaptureConfig config) {
        this.modem = modem;
        this.name = name;
        this.arrival = arrival;
        this.config = config;
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
        Deadline patience = modem.deadline().within(config.uploadWithin());
        int idle = 0;
        while (true) {
            Optional<Row> row = row();
            if (row.isEmpty()) {
                Optional<FileContent> file = arrival.look();
                if (file.isPresent()) {
                    return file.get();
                }
            } else if (row.get().status() == Status.COMPLETED) {
                return arrival.await(config.uploadWithin(), config.poll());
            } else {
                // A modem that uploads by itself shows the file as available for a moment.
                idle = row.get().status() == Status.AVAILABLE ? idle + 1 : 0;
                nudge(row.get(), idle > 1);
            }
            if (patience.hasPassed()) {
                throw failed(
                        row.isPresent()
                                ? "upload of " + name + " is still " + row.get().status()
                                : "the modem does not list " + name + ", and there is nothing of " + arrival);
            }
            modem.rest(config.poll());
        }
    }

    /// Asks for the upload of a file that nobody uploads; of one that failed, too, but once.
    private void nudge(Row row, boolean isIdle)
            throws PartFailedException, CommandFailedException, InterruptedException {
        boolean failed = row.status() == Status.ERROR || row.status() == Status.CANCELLED;
        if (failed && askedAgain) {
            throw failed("upload of " + name + " ended as " + row.status()
                    + ", twice; the TFTP server must let new files be created (tftpd-hpa: --create)");
        }
        if ((failed || isIdle) && !askedAgain) {
            askedAgain = true;
            upload(row);
        }
    }

    private static PartFailedException failed(String detail) {
        return new PartFailedException(Missing.Code.UPLOAD_FAILED, detail);
    }

    private Optional<Row> row() throws CommandFailedException, InterruptedException {
        for (VarBind varBind : modem.pollBelow(PnmObjects.BULK_FILE_NAME)) {
            if (Device.text(varBind).equals(Optional.of(name.text()))) {
                int number = (int) varBind.oid().arc(varBind.oid().length() - 1);
                VarBind status =
                        modem.poll(PnmObjects.BULK_FILE_STATUS.append(number)).getFirst();
                return Optional.of(new Row(
                        PnmObjects.BULK_FILE_CONTROL.append(number),
                        Status.of(Device.number(status).orElse(0))));
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
}
