package io.pypnm.remote.contracts.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The boundaries between the durable steps of a command's life, in their order. Passing one does nothing, unless the
/// process was started with `-Dpypnm.crash.at=NAME` (or `NAME:n`, the n-th passing): then it halts there as a kill -9
/// would, with nothing flushed and no hook run. With `-Dpypnm.crash.at=@FILE` it halts at the point that the file names
/// at that moment, if there is such a file. Only whoever starts the process can arm a point.
public enum CrashPoint {
    /// Gateway: the ledger has the command, the queue not.
    ACCEPTED,
    /// Gateway: the queue has the command, the ledger does not say so yet.
    SENT,
    /// Gateway: a `set` or `act` is marked delivered, the frame is not written.
    DELIVERED,
    /// Agent: the frame has arrived.
    RECEIVED,
    /// Agent: nothing of the command is journaled yet, its turn has come.
    BEFORE_STARTED,
    /// Agent: `started` is on disk (`set`, `act`), the device was not touched.
    STARTED,
    /// Agent: the device has answered, nothing says so.
    DEVICE_DONE,
    /// Agent: `finished` is on disk (`set`, `act`), the outcome was not sent.
    FINISHED,
    /// Agent: the outcome has left.
    OUTCOME_SENT,
    /// Gateway: the outcome has arrived, the broker does not have it.
    OUTCOME_ARRIVED,
    /// Gateway: the broker has the outcome, the receipt was not written.
    OUTCOME_STORED,
    /// Agent: the outcome has its receipt, the command is not acknowledged.
    RECEIPTED,
    /// Gateway: the outcome is off the queue, the ledger does not have it.
    OUTCOME_COLLECTED,
    /// Gateway: the ledger is final, the outcome message is not acknowledged.
    SETTLED,
    /// Agent: the acknowledgement has left.
    ACK_SENT,
    /// Gateway: the agent has acknowledged, the broker does not have it.
    ACK_ARRIVED,
    /// Gateway: the broker has the acknowledgement, the receipt was not written.
    ACK_STORED,
    /// Agent: the acknowledgement has its receipt, the journal does not say so.
    ACK_RECEIPTED;

    /// As a killed process ends.
    private static final int KILLED = 137;

    /// Ends the process if this point is armed and it is its turn.
    public void pass() {
        if (this == armed() && Armed.PASSINGS_LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private static @Nullable CrashPoint armed() {
        return Armed.FILE == null ? Armed.POINT : namedBy(Armed.FILE);
    }

    private static @Nullable CrashPoint namedBy(Path file) {
        try {
            return Files.exists(file) ? valueOf(Files.readString(file)) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Read when the first point is passed; a name that is none fails there.
    private static final class Armed {
        private static final String AT = System.getProperty("pypnm.crash.at", "");
        private static final String[] PARTS = AT.split(":", 2);
        private static final @Nullable Path FILE = AT.startsWith("@") ? Path.of(AT.substring(1)) : null;
        private static final @Nullable CrashPoint POINT = AT.isEmpty() || FILE != null ? null : valueOf(PARTS[0]);
        private static final AtomicInteger PASSINGS_LEFT =
                new AtomicInteger(PARTS.length == 2 && FILE == null ? Integer.parseInt(PARTS[1]) : 1);
    }
}
