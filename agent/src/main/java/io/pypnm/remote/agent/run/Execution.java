package io.pypnm.remote.agent.run;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.CommandRefusedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.operation.Operations;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.DeviceAddress;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Takes one command from its arrival to its outcome: steps 5 to 7 of a command's life. This is the edge where
/// exceptions become outcomes.
final class Execution {
    private static final System.Logger log = System.getLogger(CommandRunner.class.getName());

    /// What a command may take beyond run-for before its thread is interrupted.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final RunConfig config;
    private final Operations operations;
    private final Journal journal;
    private final MonotonicClock clock;
    private final TargetGate gate;
    private final Map<Lane, Semaphore> workers = new EnumMap<>(Lane.class);

    Execution(RunConfig config, Operations operations, Journal journal, MonotonicClock clock) {
        this.config = config;
        this.operations = operations;
        this.journal = journal;
        this.clock = clock;
        this.gate = new TargetGate(config::widthOf);
        for (Lane lane : Lane.values()) {
            workers.put(lane, new Semaphore(config.lane(lane).workers(), true));
        }
    }

    /// How many commands wait for their target's turn.
    int waitingForTargets() {
        return gate.waiting();
    }

    /// The command's outcome; empty if the agent is being stopped and the command is left to its next start: a `set` or
    /// `act` that had begun is then in the journal as started.
    Optional<Outcome> run(Work work, Delivery delivery) {
        try {
            return Optional.of(attempt(work, delivery));
        } catch (CommandRefusedException e) {
            return Optional.of(new Outcome.Refused(e.code(), e.detail()));
        } catch (CommandFailedException e) {
            return Optional.of(new Outcome.Failed(e.code(), e.detail()));
        } catch (IOException e) {
            // Thrown by the journal before the device was touched.
            log.log(Level.ERROR, "command " + delivery.id() + " was not started", e);
            return Optional.of(new Outcome.Refused(RefusalCode.BUSY, "the agent's journal cannot be written"));
        } catch (InterruptedException e) {
            return switch (work.interruption()) {
                case CANCELLED -> Optional.of(new Outcome.Cancelled());
                case OVERDUE -> Optional.of(new Outcome.Failed(FailureCode.RUN_FOR, "it did not end within run-for"));
                case STOPPED -> Optional.empty();
            };
        } catch (RuntimeException | Error e) {
            // A fault of ours, not of the device: the stack is for our log, not for the wire. An error (no memory, a
            // class that is not there) is of this command like any other fault; the next may well succeed.
            log.log(Level.ERROR, "command " + delivery.id() + " hit a fault of the agent", e);
            return Optional.of(work.failed(FailureCode.INTERNAL, "see the agent's log for command " + delivery.id()));
        }
    }

    private Outcome attempt(Work work, Delivery delivery)
            throws CommandRefusedException, CommandFailedException, IOException, InterruptedException {
        if (!journal.hasRoom()) {
            throw new CommandRefusedException(RefusalCode.BUSY, "the agent's journal takes nothing more");
        }
        operations.check(delivery.command());
        Optional<DeviceAddress> device = delivery.command().device();
        if (device.isEmpty()) {
            return withWorker(work, delivery);
        }
        int share = config.lane(delivery.lane()).share();
        try (TargetGate.Turn turn = gate.join(device.get(), share)) {
            boolean ours = work.interruptibly(() -> turn.await(delivery.startBy()));
            return ours ? withWorker(work, delivery) : expired();
        }
    }

    private Outcome withWorker(Work work, Delivery delivery)
            throws CommandFailedException, IOException, InterruptedException {
        Semaphore lane = Objects.requireNonNull(workers.get(delivery.lane()));
        long leftNanos = delivery.startBy().left().toNanos();
        if (!work.interruptibly(() -> lane.tryAcquire(leftNanos, TimeUnit.NANOSECONDS))) {
            return expired();
        }
        try {
            return delivery.startBy().hasPassed() ? expired() : start(work, delivery);
        } finally {
            lane.release();
        }
    }

    private Outcome start(Work work, Delivery delivery)
            throws CommandFailedException, IOException, InterruptedException {
        Deadline limit = Deadline.in(delivery.runFor(), clock);
        work.begin(Deadline.in(delivery.runFor().plus(GRACE), clock), clock.nanos());
        CrashPoint.BEFORE_STARTED.pass();
        if (!delivery.effect().mayRunAgain()) {
            journal.started(delivery.id(), delivery.effect(), delivery.attempt(), delivery.replyTo());
        }
        CrashPoint.STARTED.pass();
        if (delivery.startBy().hasPassed()) {
            // The disk was slow, and the device is untouched.
            return expired();
        }
        Outcome outcome = work.interruptibly(() -> operations.run(delivery.command(), limit, work.holdings()));
        CrashPoint.DEVICE_DONE.pass();
        return outcome;
    }

    private static Outcome expired() {
        return new Outcome.Expired(Outcome.Expired.Where.AGENT);
    }
}
