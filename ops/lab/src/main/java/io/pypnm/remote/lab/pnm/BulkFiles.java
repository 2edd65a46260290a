package io.pypnm.remote.lab.pnm;

import static io.pypnm.remote.lab.mib.Values.integer;
import static io.pypnm.remote.lab.mib.Values.octets;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.lab.device.Life;
import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.mib.Column;
import io.pypnm.remote.lab.mib.LiveColumn;
import io.pypnm.remote.lab.mib.MibView;
import io.pypnm.remote.lab.mib.Rows;
import io.pypnm.remote.lab.mib.Syntax;
import io.pypnm.remote.lab.mib.Table;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// docsPnmBulkFileTable: the files that a modem keeps, at most ten, and their uploads, one at a time.
///
/// | status            | when                                                          |
/// |-------------------|---------------------------------------------------------------|
/// | 2 available       | it is kept, and nobody asked for its upload                   |
/// | 3 in progress     | it is being sent                                              |
/// | 4 completed       | the server has all of it                                      |
/// | 5 pending         | another one is being sent                                     |
/// | 6 cancelled       | a SET of cancelUpload came while it was being sent or pending |
/// | 7 error           | it could not be sent; tftpUpload tries again                  |
final class BulkFiles {
    private static final System.Logger LOG = System.getLogger(BulkFiles.class.getName());
    private static final Oid ENTRY = Mibs.PNM.append(1, 2, 1);
    private static final int MAX_KEPT = 10;
    private static final int MAX_NUMBER = 255;

    private static final int AVAILABLE = 2;
    private static final int IN_PROGRESS = 3;
    private static final int COMPLETED = 4;
    private static final int PENDING = 5;
    private static final int CANCELLED = 6;
    private static final int ERROR = 7;

    private static final int TFTP_UPLOAD = 2;
    private static final int CANCEL_UPLOAD = 3;

    private final Life life;
    private final BulkDestination destination;
    private final TreeMap<Integer, Kept> files = new TreeMap<>();
    private int made;

    BulkFiles(Life life, BulkDestination destination) {
        this.life = life;
        this.destination = destination;
    }

    MibView view() {
        return new Table(
                ENTRY,
                new Rows(() -> shown().size(), 1, (row, _) -> shown().get(row).number()),
                List.of(
                        Column.computed(2, row -> octets(shown().get(row).name)),
                        new LiveColumn(
                                3,
                                _ -> integer(1),
                                Syntax.integers(2, 4),
                                (row, value) -> mayControl(shown().get(row), value),
                                (row, value) -> control(shown().get(row), value)),
                        Column.computed(4, row -> integer(shown().get(row).status))));
    }

    private List<Kept> shown() {
        return life.has(Misbehaviour.HIDES_UPLOADS) ? List.of() : List.copyOf(files.values());
    }

    /// Keeps a new file, and uploads it if uploads are automatic and have a destination.
    void keep(Octets name, byte[] content) {
        var file = new Kept(made++, name, content);
        if (files.size() == MAX_KEPT) {
            files.values().stream()
                    .min(Comparator.comparingInt(kept -> kept.made))
                    .ifPresent(this::delete);
        }
        files.put(file.number(), file);
        if (destination.uploadsByItself()) {
            upload(file);
        }
    }

    private boolean mayControl(Kept file, SnmpValue value) {
        return switch (number(value)) {
            case TFTP_UPLOAD -> uploading().isEmpty();
            case CANCEL_UPLOAD -> file.status == IN_PROGRESS || file.status == PENDING;
            default -> file.status != IN_PROGRESS;
        };
    }

    private void control(Kept file, SnmpValue value) {
        switch (number(value)) {
            case TFTP_UPLOAD -> upload(file);
            case CANCEL_UPLOAD -> cancel(file);
            default -> delete(file);
        }
    }

    private static int number(SnmpValue value) {
        return value instanceof SnmpValue.Integer32(int number) ? number : 0;
    }

    private void cancel(Kept file) {
        file.cancelled = true;
        file.status = CANCELLED;
        uploadNext();
    }

    private void delete(Kept file) {
        file.cancelled = true;
        files.remove(file.number());
    }

    private Optional<Kept> uploading() {
        return files.values().stream()
                .filter(file -> file.status == IN_PROGRESS)
                .findFirst();
    }

    private void upload(Kept file) {
        if (uploading().isPresent()) {
            file.status = PENDING;
            return;
        }
        file.status = IN_PROGRESS;
        file.cancelled = false;
        if (life.takesTurn(Misbehaviour.FAILS_UPLOADS)) {
            end(file, ERROR);
        } else if (life.has(Misbehaviour.LOSES_FILES)) {
            end(file, COMPLETED);
        } else {
            ByteBuffer content = ByteBuffer.wrap(file.content).asReadOnlyBuffer();
            if (life.has(Misbehaviour.TRUNCATES_FILES)) {
                content.limit(Math.min(content.limit(), life.number(Misbehaviour.TRUNCATES_FILES)));
            }
            BulkDestination.Sending sending = destination.sending(file.name, content, () -> !file.cancelled);
            life.aside(() -> end(file, sending.succeeds() ? COMPLETED : ERROR));
        }
    }

    private void end(Kept file, int status) {
        life.after(Duration.ZERO, () -> {
            if (file.status == IN_PROGRESS) {
                file.status = status;
                LOG.log(System.Logger.Level.DEBUG, () -> "upload of file " + file.number() + " has status " + status);
                uploadNext();
            }
        });
    }

    private void uploadNext() {
        if (uploading().isEmpty()) {
            files.values().stream()
                    .filter(file -> file.status == PENDING)
                    .min(Comparator.comparingInt(file -> file.made))
                    .ifPresent(this::upload);
        }
    }

    /// One file. Its content is read by the thread that sends it, too.
    private static final class Kept {
        private final int made;
        private final Octets name;
        private final byte[] content;
        private int status = AVAILABLE;
        private volatile boolean cancelled;

        Kept(int made, Octets name, byte[] content) {
            this.made = made;
            this.name = name;
            this.content = content;
        }

        /// In the table: 1 to 255, and from 1 again.
        int number() {
            return made % MAX_NUMBER + 1;
        }
    }
}
