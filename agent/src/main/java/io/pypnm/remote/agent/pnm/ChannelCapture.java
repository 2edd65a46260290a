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
import org.jspecify.annotations.Nullable;

/// One channel's measurement: waits until the device is free, names the files, starts it, waits for its end. What is
/// known of it is kept as it comes, so that a failure half way loses nothing of it. Owned by one thread, used once.
final class ChannelCapture {
    /// After which a device shows that it has begun: a status of before is not taken for the end.
    private static final Duration BEGINNING = Duration.ofSeconds(1);
    /// The same, when the start itself may be late.
    private static final Duration UNANSWERED = Duration.ofSeconds(5);
    /// Kept of the command's time to stop a measurement that nobody can wait for any more.
    private static final Duration ABORTING = Duration.ofSeconds(2);

    private final Device device;
    private final Recipe recipe;
    private final long index;
    private final TestLock lock;
    private final CaptureConfig config;

    private boolean triggered;
    /// Whether the device has shown that it took the start: what it says of the measurement is else of one before.
    private boolean shown;
    private boolean restarted;
    private MeasStatus status = MeasStatus.NOT_BEGUN;
    private List<VarBind> figures = List.of();
    private final List<FileName> names = new ArrayList<>();
    private final List<FileContent> files = new ArrayList<>();

    /// @param index the channel's ifIndex; 0 of scalars
    ChannelCapture(Device device, TestLock lock, Recipe recipe, long index, CaptureConfig config) {
        this.lock = lock;
        this.device = device;
        this.recipe = recipe;
        this.index = index;
        this.config = config;
    }

    /// Whether the device may have begun it.
    boolean triggered() {
        return triggered;
    }

    /// Whether the device has started anew meanwhile, and so knows no more of what it was told.
    boolean restarted() {
        return restarted;
    }

    /// `NOT_BEGUN` as long as what the device says may be of a measurement before.
    MeasStatus status() {
        return isOurs() ? status : MeasStatus.NOT_BEGUN;
    }

    /// None as long as they may be of a measurement before.
    List<VarBind> figures() {
        return isOurs() ? figures : List.of();
    }

    private boolean isOurs() {
        return shown || !files.isEmpty();
    }

    List<FileContent> files() {
        return files;
    }

    /// The names that the device gave to its files.
    List<FileName> names() {
        return names;
    }

    void add(FileContent file) {
        files.add(file);
    }

    /// @param wanted names for the files, one for each of the recipe's
    void measure(List<FileName> wanted) throws PartFailedException, CommandFailedException, InterruptedException {
        ModemState before = look();
        if (recipe.exclusion() == Recipe.Exclusion.NONE) {
            awaitEndOfOthers();
            start(wanted);
        } else {
            lock.whenReady(() -> start(wanted));
        }
        awaitSample(before);
        if (!recipe.figures().isEmpty()) {
            figures = device.get(recipe.figures().stream().map(this::object).toArray(Oid[]::new));
        }
    }

    /// Those of the same row, where no [TestLock] tells of them.
    private void awaitEndOfOthers() throws PartFailedException, CommandFailedException, InterruptedException {
        Deadline patience = device.deadline().within(config.measureWithin());
        while (look().status() == MeasStatus.BUSY) {
            if (patience.hasPassed()) {
                throw new PartFailedException(
                        Missing.Code.DEVICE_BUSY, "the device is at work on another measurement of the channel");
            }
            device.rest(config.poll());
        }
    }

    private void start(List<FileName> wanted) throws PartFailedException, CommandFailedException, InterruptedException {
        for (Recipe.Setting setting : recipe.settings()) {
            put(setting);
        }
        names.clear();
        for (int i = 0; i < wanted.size(); i++) {
            name(object(recipe.names().get(i).column()), wanted.get(i));
        }
        device.rest(recipe.rest());
        trigger();
    }

    private void put(Recipe.Setting setting) throws CommandFailedException, InterruptedException {
        device.put(object(setting.column()), setting.value());
        device.rest(setting.rest());
    }

    /// Some modems cut long names: the one that counts is the one read back.
    private void name(Oid object, FileName wanted)
            throws PartFailedException, CommandFailedException, InterruptedException {
        device.put(object, new SnmpValue.OctetString(Octets.ofUtf8(wanted.text())));
        String held = Device.text(device.get(object).getFirst()).orElse("");
        if (held.isEmpty() || !wanted.text().startsWith(held)) {
            throw new PartFailedException(
                    Missing.Code.DEVICE_ERROR,
                    PnmObjects.nameOf(object) + " was set to " + wanted + ", but holds \"" + held + "\"");
        }
        names.add(new FileName(held));
    }

    /// Starts it, never twice: a second start could be a second measurement. When no answer comes, what the device
    /// shows tells whether it has begun, and a file of the name that only this start has.
    private void trigger() throws CommandFailedException, InterruptedException {
        triggered = true;
        try {
            device.set(object(recipe.trigger()), new SnmpValue.Integer32(recipe.started()));
            shown = true;
        } catch (CommandFailedException e) {
            if (e.code() != FailureCode.DEVICE_TIMEOUT) {
                triggered = e.code() == FailureCode.INTERNAL;
                throw e;
            }
        }
    }

    private boolean isBusy(ModemState now) {
        return now.status() == MeasStatus.BUSY
                || (recipe.exclusion() == Recipe.Exclusion.THROUGHOUT && now.testInProgress());
    }

    private void awaitSample(ModemState before)
            throws PartFailedException, CommandFailedException, InterruptedException {
        Deadline beginning = device.deadline().within(shown ? BEGINNING : UNANSWERED);
        Duration longest = longest();
        Deadline patience = device.deadline().within(longest);
        @Nullable CommandFailedException silence = null;
        boolean begun = false;
        boolean last = false;
        while (!last) {
            last = patience.hasPassed() && beginning.hasPassed();
            silence = null;
            try {
                ModemState now = look();
                requireSameLife(before, now);
                begun |= isBusy(now);
                shown |= begun || now.status() != before.status();
                if (!isBusy(now) && (begun || beginning.hasPassed()) && isEnd(now.status(), begun)) {
                    return;
                }
            } catch (CommandFailedException e) {
                // A modem that measures may leave a few requests alone.
                if (e.code() != FailureCode.DEVICE_TIMEOUT) {
                    throw e;
                }
                silence = e;
            }
            device.rest(last ? Duration.ZERO : config.poll());
        }
        if (silence != null) {
            throw silence;
        }
        abort();
        throw failed("not ended within " + longest.toSeconds() + " s; it was told to stop");
    }

    private Duration longest() {
        Duration patience = recipe.lasts().plus(config.measureWithin());
        Duration left = device.deadline().left().minus(ABORTING);
        return left.isNegative() ? Duration.ZERO : left.compareTo(patience) < 0 ? left : patience;
    }

    private void requireSameLife(ModemState before, ModemState now) throws PartFailedException {
        if (now.isOfAnotherLifeThan(before)) {
            restarted = true;
            throw failed("the device restarted during the measurement");
        }
    }

    private boolean isEnd(MeasStatus now, boolean begun) throws PartFailedException {
        status = now;
        return switch (now) {
            case SAMPLE_READY, SAMPLE_TRUNCATED -> true;
            case ERROR, RESOURCE_UNAVAILABLE, INTERFACE_MODIFICATION -> throw failed("the device says " + now);
            case INACTIVE -> {
                if (begun) {
                    throw failed("the device dropped the measurement: it restarted, or somebody stopped it");
                }
                if (!shown) {
                    throw failed(
                            "the SET that starts it got no answer, and the device does not show that it has begun");
                }
                yield false;
            }
            case NOT_BEGUN, OTHER, BUSY -> false;
        };
    }

    private static PartFailedException failed(String detail) {
        return new PartFailedException(Missing.Code.MEASUREMENT_FAILED, detail);
    }

    /// Leaves no measurement running that nobody waits for.
    private void abort() throws InterruptedException {
        try {
            device.set(object(recipe.trigger()), new SnmpValue.Integer32(Recipe.FALSE));
        } catch (CommandFailedException _) {
            // The trace has it, and there is nothing else to try.
        }
    }

    /// Leaves the device as other measurements need it.
    void close() throws InterruptedException {
        if (triggered) {
            try {
                for (Recipe.Setting setting : recipe.closing()) {
                    put(setting);
                }
            } catch (CommandFailedException _) {
                // The trace has it; the analyser ends by itself after its time of inactivity.
            }
        }
    }

    private Oid object(int column) {
        return recipe.object(column, index);
    }

    private ModemState look() throws CommandFailedException, InterruptedException {
        Oid measStatus = object(recipe.status());
        return ModemState.of(
                recipe.exclusion() == Recipe.Exclusion.NONE
                        ? device.poll(PnmObjects.SYS_UP_TIME, measStatus)
                        : device.poll(PnmObjects.SYS_UP_TIME, measStatus, PnmObjects.CTL_STATUS));
    }
}
