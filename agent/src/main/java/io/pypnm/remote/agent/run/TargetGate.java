package io.pypnm.remote.agent.run;

import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/// Lets as many commands at a device as it bears, one after another in the order they came. Modems drop requests that
/// overlap: four walks at once of one modem lost three in ten, and saved no time.
///
/// Safe for use by many threads.
final class TargetGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<DeviceAddress, Target> targets = new HashMap<>();
    private final ToIntFunction<DeviceAddress> width;

    /// @param width how many commands a device bears at once, at least 1
    TargetGate(ToIntFunction<DeviceAddress> width) {
        this.width = width;
    }

    /// Takes a place at the end of the device's line. To be closed in any case.
    ///
    /// @param share places that the device may have, those at work included
    /// @throws CommandRefusedException `BUSY` if they are taken
    Turn join(DeviceAddress address, int share) throws CommandRefusedException {
        lock.lock();
        try {
            Target target = targets.computeIfAbsent(address, it -> new Target(width.applyAsInt(it)));
            if (target.places >= share) {
                throw new CommandRefusedException(
                        RefusalCode.BUSY,
                        "target " + address + " has " + target.places + " commands, at most " + share);
            }
            target.places++;
            Turn turn = new Turn(address, target, lock.newCondition());
            target.waiting.add(turn);
            target.admit();
            return turn;
        } finally {
            lock.unlock();
        }
    }

    /// How many commands wait for their turn.
    int waiting() {
        lock.lock();
        try {
            return targets.values().stream()
                    .mapToInt(target -> target.waiting.size())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /// Whether no device is wanted by anybody.
    boolean isIdle() {
        lock.lock();
        try {
            return targets.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// A device's line. Guarded by `lock`.
    private static final class Target {
        private final Queue<Turn> waiting = new ArrayDeque<>();
        private int free;
        private int places;

        private Target(int width) {
            this.free = width;
        }

        private void admit() {
            while (free > 0 && !waiting.isEmpty()) {
                free--;
                Turn next = waiting.remove();
                next.admitted = true;
                next.changed.signal();
            }
        }
    }

    /// A place in a device's line, and then at the device, until it is closed.
    final class Turn implements AutoCloseable {
        private final DeviceAddress address;
        private final Target target;
        private final Condition changed;
        private boolean admitted;
        private boolean closed;

        private Turn(DeviceAddress address, Target target, Condition changed) {
            this.address = address;
            this.target = target;
            this.changed = changed;
        }

        /// Waits until it is this command's turn. False if the deadline passed first.
        boolean await(Deadline deadline) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!admitted) {
                    long leftNanos = deadline.left().toNanos();
                    if (leftNanos <= 0) {
                        return false;
                    }
                    var _ = changed.awaitNanos(leftNanos);
                }
                return true;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                closed = true;
                if (admitted) {
                    target.free++;
                } else {
                    target.waiting.remove(this);
                }
                target.admit();
                target.places--;
                if (target.places == 0) {
                    targets.remove(address);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
