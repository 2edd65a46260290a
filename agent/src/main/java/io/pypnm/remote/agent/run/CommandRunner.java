package io.pypnm.remote.agent.run;

import io.pypnm.remote.agent.journal.Journal;
import io.pypnm.remote.agent.journal.JournalEntry;
import io.pypnm.remote.agent.journal.JournalEntry.Stage;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.operation.MonotonicClock;
import io.pypnm.remote.agent.operation.Operations;
import io.pypnm.remote.agent.run.Work.Interruption;
import io.pypnm.remote.contracts.address.CommandId;
import io.pypnm.remote.contracts.address.Lane;
import io.pypnm.remote.contracts.command.Effect;
import io.pypnm.remote.contracts.fault.CrashPoint;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.RefusalCode;
import io.pypnm.remote.contracts.wire.MessageCodec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Takes commands in and sees to it that each ends in one outcome in the outbox, whatever happens to it. At most the
/// lanes' places are in hand at once. Safe for use by many threads.
public final class CommandRunner {
    private static final System.Logger log = System.getLogger(CommandRunner.class.getName());
    /// After a reconnect the gateway may hand out other commands before it repeats those in hand, so a lane holds up to
    /// twice its places.
    private static final int REPEATED = 2;

    private static final int MAX_REMEMBERED_CANCELS = 1000;
    /// What an interrupted command may take to end.
    private static final Duration GIVE_UP = Duration.ofSeconds(1);

    private enum Intake {
        OPEN,
        /// New commands are refused, those in hand are run.
        DRAINING,
        /// New commands are left to the next start of the agent.
        CLOSED
    }

    private final RunConfig config;
    private final Journal journal;
    private final Outbox outbox;
    private final MonotonicClock clock;
    private final ThreadFactory threads;
    private final Execution execution;
    private final Answers answers;
    /// Commands in hand, and outcomes the gateway has not confirmed: what a gateway that heeds its prefetch-count
    /// cannot reach.
    private final int mostOpen;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition oneLess = lock.newCondition();
    private final Map<CommandId, Work> inHand = new HashMap<>();
    private final Map<Lane, Integer> inLane = new EnumMap<>(Lane.class);
    /// Of commands that have not arrived: the one that says so overtook them.
    private final Set<CommandId> earlyCancels = new LinkedHashSet<>();
    private Intake intake = Intake.OPEN;

    private CommandRunner(
            RunConfig config,
            Operations operations,
            Journal journal,
            Outbox outbox,
            MonotonicClock clock,
            ThreadFactory threads,
            MessageCodec codec) {
        this.config = config;
        this.journal = journal;
        this.outbox = outbox;
        this.clock = clock;
        this.threads = threads;
        this.execution = new Execution(config, operations, journal, clock);
        this.answers = new Answers(journal, outbox, codec, clock);
        this.mostOpen = 2
                * REPEATED
                * Arrays.stream(Lane.values()).mapToInt(this::places).sum();
    }

    /// Answers for what was running when the agent died, and is then ready to take commands.
    ///
    /// @param threads makes one for each command in hand
    /// @throws IOException if the journal cannot be written
    public static CommandRunner start(
            RunConfig config, Operations operations, Journal journal, MonotonicClock clock, ThreadFactory threads)
            throws IOException {
        MessageCodec codec = new MessageCodec();
        Answers.recover(journal, codec);
        Outbox outbox = new Outbox(journal, codec);
        return new CommandRunner(config, operations, journal, outbox, clock, threads, codec);
    }

    /// Where the outcomes come out.
    public Outbox outbox() {
        return outbox;
    }

    /// How many commands the gateway may send ahead in a lane.
    public int places(Lane lane) {
        return config.lane(lane).places();
    }

    /// Takes a command in. Does not wait for anything but memory. One that is in hand, or was answered before, is not
    /// run again: its outcome comes, or comes again.
    ///
    /// @return false if the gateway sends far more than it was told to
    public boolean deliver(Delivery delivery) {
        CrashPoint.RECEIVED.pass();
        Work work = work(delivery.id(), delivery.effect(), delivery.lane(), delivery.replyTo());
        return take(work, () -> execution.run(work, delivery));
    }

    /// Answers a command that cannot be read.
    ///
    /// @return as [#deliver]
    public boolean refuse(CommandId id, Effect effect, Lane lane, String replyTo, Outcome.Refused refusal) {
        Work work = work(id, effect, lane, replyTo);
        return take(work, () -> Optional.of(refusal));
    }

    private Work work(CommandId id, Effect effect, Lane lane, String replyTo) {
        var holdings = new Holdings((bytes, its) -> journal.content(id, bytes, its));
        return new Work(id, effect, lane, replyTo, clock.nanos(), holdings);
    }

    /// Sees to it that the command is not started, if it was not. What was started ends as it ends.
    public void cancel(CommandId id) {
        lock.lock();
        try {
            Work work = inHand.get(id);
            if (work != null) {
                work.cancel();
            } else if (journal.find(id).isEmpty()) {
                rememberCancel(id);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes no new work from now on, and runs what is in hand.
    public void drain() {
        setIntake(Intake.DRAINING);
    }

    /// Takes no new work, leaves what was not begun to the next start of the agent, and waits until what was begun has
    /// ended. What has not by then is interrupted: a `set` or `act` then ends `Unknown` at the next start.
    public void stop(Duration patience) throws InterruptedException {
        setIntake(Intake.CLOSED);
        interrupt(work -> !work.hasBegun(), Interruption.STOPPED);
        if (!awaitEmpty(Deadline.in(patience, clock))) {
            log.log(Level.WARNING, "commands that did not end within {0} are given up", patience);
            interrupt(_ -> true, Interruption.STOPPED);
            awaitEmpty(Deadline.in(GIVE_UP, clock));
        }
    }

    /// Interrupts what does not end although its time is over. To be called every few seconds.
    public void interruptOverdue() {
        interrupt(Work::isOverdue, Interruption.OVERDUE);
    }

    public List<LaneStatus> lanes() {
        lock.lock();
        try {
            return Arrays.stream(Lane.values()).map(this::status).toList();
        } finally {
            lock.unlock();
        }
    }

    /// How many commands wait because another one works on their target.
    public int waitingForTargets() {
        return execution.waitingForTargets();
    }

    private LaneStatus status(Lane lane) {
        List<Work> works =
                inHand.values().stream().filter(work -> work.lane() == lane).toList();
        int running = (int) works.stream().filter(Work::hasBegun).count();
        return new LaneStatus(lane, running, works.size() - running);
    }

    private boolean take(Work work, Supplier<Optional<Outcome>> run) {
        lock.lock();
        try {
            if (intake == Intake.CLOSED || inHand.containsKey(work.id()) || isAnswered(work)) {
                return true;
            }
            if (inHand.size() + outbox.depth() >= mostOpen) {
                return false;
            }
            if (earlyCancels.remove(work.id())) {
                work.cancel();
            }
            Optional<Outcome> refusal = refusal(work);
            inHand.put(work.id(), work);
            inLane.merge(work.lane(), 1, Integer::sum);
            threads.newThread(() -> work(work, refusal.isPresent() ? () -> refusal : run))
                    .start();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the command was dealt with in an earlier life or connection; its outcome is then sent again.
    private boolean isAnswered(Work work) {
        if (outbox.resend(work.id())) {
            return true;
        }
        Optional<JournalEntry> known = journal.find(work.id());
        if (known.isPresent() && known.get().stage() != Stage.STARTED) {
            outbox.offer(known.get());
            return true;
        }
        if (known.isPresent() || journal.wasDelivered(work.id())) {
            answers.answerAgain(work);
            return true;
        }
        return false;
    }

    private Optional<Outcome> refusal(Work work) {
        if (intake == Intake.DRAINING) {
            return Optional.of(new Outcome.Refused(RefusalCode.DRAINING, "the agent takes no new work"));
        }
        int most = REPEATED * config.lane(work.lane()).places();
        return inLane.getOrDefault(work.lane(), 0) < most
                ? Optional.empty()
                : Optional.of(new Outcome.Refused(
                        RefusalCode.BUSY, "lane " + work.lane().wireName() + " has " + most + " commands in hand"));
    }

    private void work(Work work, Supplier<Optional<Outcome>> run) {
        try (Holdings _ = work.holdings()) {
            run.get().ifPresent(outcome -> answers.settle(work, outcome));
        } finally {
            lock.lock();
            try {
                inHand.remove(work.id());
                inLane.merge(work.lane(), -1, Integer::sum);
                oneLess.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void rememberCancel(CommandId id) {
        if (earlyCancels.size() >= MAX_REMEMBERED_CANCELS) {
            earlyCancels.remove(earlyCancels.iterator().next());
        }
        earlyCancels.add(id);
    }

    private void setIntake(Intake next) {
        lock.lock();
        try {
            intake = next;
        } finally {
            lock.unlock();
        }
    }

    private void interrupt(Predicate<Work> which, Interruption reason) {
        lock.lock();
        try {
            inHand.values().stream().filter(which).forEach(work -> work.interrupt(reason));
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing is in hand any more.
    private boolean awaitEmpty(Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!inHand.isEmpty() && !deadline.hasPassed()) {
                var _ = oneLess.awaitNanos(deadline.left().toNanos());
            }
            return inHand.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
