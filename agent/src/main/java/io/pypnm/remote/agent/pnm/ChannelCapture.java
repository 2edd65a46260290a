package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.contracts.command.FileName;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One channel's measurement: waits until the modem is free, names the files, starts it, waits for its end. What is
/// known of it is kept as it comes, so that a failure half way loses nothing of it. Owned by one thread, used once.
final class ChannelCapture {
    /// After which a modem shows that it has begun.
    private static final Duration BEGINNING = Duration.ofSeconds(1);
    /// What a start without an answer gets to show itself.
    private static final Duration UNANSWERED = Duration.ofSeconds(5);

    private final Modem modem;
    private final Recipe recipe;
    private final long index;
    private final TestLock lock;
    private final CaptureConfig config;

    private boolean triggered;
    private MeasStatus status = MeasStatus.NOT_BEGUN;
    private List<VarBind> figures = List.of();
    private final List<FileName> names = new ArrayList<>();
    private final List<FileContent> files = new ArrayList<>();

    /// @param index the channel's ifIndex; 0 of scalars
    ChannelCapture(Modem modem, TestLock lock, Recipe recipe, long index, CaptureConfig config) {
        this.lock = lock;
        this.modem = modem;
        this.recipe = recipe;
        this.index = index;
        this.config = config;
    }

    /// Whether the modem may have begun it.
    boolean triggered() {
        return triggered;
    }

    MeasStatus status() {
        return status;
    }

    List<VarBind> figures() {
        return figures;
    }

    List<FileContent> files() {
        return files;
    }

    /// The names that the modem gave to its files.
    List<FileName> names() {
        return names;
    }

    void add(FileContent file) {
        files.add(file);
    }

    /// @param wanted names for the files, one for each of the recipe's
    void measure(List<FileName> wanted) throws PartFailedException, CommandFailedException, InterruptedException {
        TestLock.Work<Start> start = () -> start(wanted);
        Start begun = recipe.isLocked() ? lock.whenReady(start) : start.run();
        awaitSample(begun.before(), begun.isAnswered());
        readFigures();
    }

    /// @param before     what the modem was like
    /// @param isAnswered whether it has said that it starts
    private record Start(ModemState before, boolean isAnswered) {}

    private Start start(List<FileName> wanted)
            throws PartFailedException, CommandFailedException, InterruptedException {
        ModemState before = look();
        prepare(wanted);
        return new Start(before, trigger());
    }

    private void prepare(List<FileName> wanted)
            throws PartFailedException, CommandFailedException, InterruptedException {
        names.clear();
        for (int i = 0; i < wanted.size(); i++) {
            name(recipe.object(recipe.names().get(i).column(), index), wanted.get(i));
        }
        for (Recipe.Setting setting : recipe.settings()) {
            modem.put(recipe.object(setting.column(), index), setting.value());
            if (setting.rest().isPositive()) {
                modem.rest(setting.rest());
            }
        }
    }

    /// Some modems cut long names: the one that counts is the one read back.
    private void name(Oid object, FileName wanted)
            throws PartFailedException, CommandFailedException, InterruptedException {
        modem.put(object, new SnmpValue.OctetString(Octets.ofUtf8(wanted.text())));
        VarBind set = modem.get(object).getFirst();
        try {
            names.add(new FileName(Modem.text(set).orElse("")));
        } catch (IllegalArgumentException e) {
            throw new PartFailedException(
                    Missing.Code.DEVICE_ERROR,
                    PnmObjects.nameOf(object) + " does not hold the name it was given: " + e.getMessage());
        }
    }

    /// @return whether the modem has said that it starts
    private boolean trigger() throws CommandFailedException, InterruptedException {
        try {
            triggered = true;
            modem.set(recipe.object(recipe.trigger(), index), new SnmpValue.Integer32(recipe.started()));
            return true;
        } catch (CommandFailedException e) {
            // Its answer may be lost: a second start could be a second measurement, so the modem's state must tell.
            if (e.code() == FailureCode.DEVICE_TIMEOUT) {
                return false;
            }
            triggered = e.code() == FailureCode.INTERNAL;
            throw e;
        }
    }

    private void awaitSample(ModemState before, boolean answered)
            throws PartFailedException, CommandFailedException, InterruptedException {
        Deadline beginning = modem.deadline().within(answered ? BEGINNING : UNANSWERED);
        Duration longest = recipe.lasts().plus(config.measureWithin());
        Deadline patience = modem.deadline().within(longest);
        boolean begun = false;
        while (true) {
            ModemState now = look();
            boolean busy = now.status() == MeasStatus.BUSY
                    || (recipe.isLocked() && now.lock() == ModemState.Lock.TEST_IN_PROGRESS);
            begun |= busy;
            boolean settled = !busy && (begun || beginning.hasPassed());
            if (now.upTime() < before.upTime()) {
                throw new PartFailedException(
                        Missing.Code.MEASUREMENT_FAILED, "the modem restarted during the measurement");
            }
            if (settled && begun && now.status() == MeasStatus.INACTIVE) {
                throw new PartFailedException(
                        Missing.Code.MEASUREMENT_FAILED,
                        "the modem dropped the measurement: it restarted, or somebody stopped it");
            }
            if (settled && !begun && !answered) {
                throw new PartFailedException(
                        Missing.Code.MEASUREMENT_FAILED,
                        "the SET that starts it got no answer, and the modem does not show that it has begun");
            }
            if (settled && isEnd(now.status())) {
                return;
            }
            if (patience.hasPassed()) {
                abort();
                throw new PartFailedException(
                        Missing.Code.MEASUREMENT_FAILED,
                        "not ended within " + longest.toSeconds() + " s; it was told to stop");
            }
            modem.rest(config.poll());
        }
    }

    private boolean isEnd(MeasStatus now) throws PartFailedException {
        status = now;
        return switch (now) {
            case SAMPLE_READY, SAMPLE_TRUNCATED -> true;
            case ERROR, RESOURCE_UNAVAILABLE, INTERFACE_MODIFICATION ->
                throw new PartFailedException(Missing.Code.MEASUREMENT_FAILED, "the modem says " + now);
            case NOT_BEGUN, OTHER, INACTIVE, BUSY -> false;
        };
    }

    /// Leaves no measurement running that nobody waits for.
    private void abort() throws InterruptedException {
        try {
            modem.set(recipe.object(recipe.trigger(), index), new SnmpValue.Integer32(Recipe.FALSE));
        } catch (CommandFailedException _) {
            // The trace has it, and there is nothing else to try.
        }
    }

    private void readFigures() throws CommandFailedException, InterruptedException {
        if (!recipe.figures().isEmpty()) {
            figures = modem.get(recipe.figures().stream()
                    .map(column -> recipe.object(column, index))
                    .toArray(Oid[]::new));
        }
    }

    private ModemState look() throws CommandFailedException, InterruptedException {
        return ModemState.of(
                modem.poll(PnmObjects.SYS_UP_TIME, PnmObjects.CTL_STATUS, recipe.object(recipe.status(), index)));
    }
}
