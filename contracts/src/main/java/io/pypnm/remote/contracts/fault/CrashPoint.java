package io.pypnm.remote.contracts.fault;

import java.util.concurrent.atomic.AtomicInteger;

/// The boundaries between the durable steps of a command's life, in their order. Passing one does nothing, unless the
/// process was started with `-Dpypnm.crash.at=NAME` (or `NAME:n`, the n-th passing): then it halts there as a kill -9
/// would, with nothing flushed and no hook run. Only whoever starts the process can arm a point.
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
    /// Gateway: the agent has acknowledged, the broker does not have it.
    ACK_ARRIVED,
    /// Gateway: the broker has the acknowledgement, the receipt was not written.
    ACK_STORED,
    /// Agent: the acknowledgement has its receipt, the journal does not say so.
    ACK_RECEIPTED;

    /// As a killed process ends.
    private static final int KILLED = 137;

    private static final String[] ARMED =
            System.getProperty("pypnm.crash.at", "").split(":", 2);
    private static final int PASSING = ARMED.length == 2 ? Integer.parseInt(ARMED[1]) : 1;
    private static final AtomicInteger PASSED = new AtomicInteger();

    /// Ends the process if this point is armed and it is its turn.
    public void pass() {
        if (name().equals(ARMED[0]) && PASSED.incrementAndGet() == PASSING) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
