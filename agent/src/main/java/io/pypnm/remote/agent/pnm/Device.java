package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.agent.operation.Deadline;
import io.pypnm.remote.agent.operation.Holdings;
import io.pypnm.remote.agent.snmp.command.SnmpOperations;
import io.pypnm.remote.contracts.command.Command;
import io.pypnm.remote.contracts.command.SnmpTarget;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.outcome.Outcome;
import io.pypnm.remote.contracts.outcome.Reply;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// What measures, a modem or a CMTS: each exchange with it becomes a step of the trace. Owned by one thread.
final class Device {
    private static final int REPETITIONS = 10;
    /// More rows than any of the tables has.
    private static final int MOST_ROWS = 4_096;
    private static final int MOST_REPEATS = 2;

    private final SnmpOperations snmp;
    private final SnmpTarget target;
    private final Deadline deadline;
    private final Trace trace;

    Device(SnmpOperations snmp, SnmpTarget target, Deadline deadline, Trace trace) {
        this.snmp = snmp;
        this.target = target;
        this.deadline = deadline;
        this.trace = trace;
    }

    /// Reads objects in one PDU. One that is not there is in the answer as its exception.
    List<VarBind> get(Oid... oids) throws CommandFailedException, InterruptedException {
        List<Oid> asked = Arrays.asList(oids);
        return run("GET " + names(asked), new Command.SnmpGet(target, asked), Trace::add);
    }

    /// As [#get], told only if the answer is another one than the last time.
    List<VarBind> poll(Oid... oids) throws CommandFailedException, InterruptedException {
        List<Oid> asked = Arrays.asList(oids);
        return run("GET " + names(asked), new Command.SnmpGet(target, asked), Trace::addIfNew);
    }

    /// All instances below.
    List<VarBind> walk(Oid root) throws CommandFailedException, InterruptedException {
        return run(
                "GETBULK " + PnmObjects.nameOf(root),
                new Command.SnmpWalk(target, root, REPETITIONS, MOST_ROWS),
                Trace::add);
    }

    /// As [#walk], told only if the answer is another one than the last time.
    List<VarBind> pollBelow(Oid root) throws CommandFailedException, InterruptedException {
        return run(
                "GETBULK " + PnmObjects.nameOf(root),
                new Command.SnmpWalk(target, root, REPETITIONS, MOST_ROWS),
                Trace::addIfNew);
    }

    /// Sets one object, once.
    void set(Oid oid, SnmpValue value) throws CommandFailedException, InterruptedException {
        var varBind = new VarBind(oid, value);
        String action = "SET " + PnmObjects.nameOf(oid) + " = " + text(value);
        run(action, new Command.SnmpSet(target, List.of(varBind)), (steps, what, _) -> steps.add(what, "done"));
    }

    /// Sets one object that may as well be set again: when its answer is lost, the object is read, and set once more if
    /// it does not hold the value.
    void put(Oid oid, SnmpValue value) throws CommandFailedException, InterruptedException {
        for (int further = MOST_REPEATS; ; further--) {
            try {
                set(oid, value);
                return;
            } catch (CommandFailedException e) {
                if (e.code() != FailureCode.DEVICE_TIMEOUT || further == 0) {
                    throw e;
                }
                if (isHeld(value, get(oid).getFirst().value())) {
                    return;
                }
            }
        }
    }

    /// Some modems keep no more than the beginning of a long name.
    private static boolean isHeld(SnmpValue wanted, SnmpValue now) {
        return now.equals(wanted)
                || (wanted instanceof SnmpValue.OctetString(Octets whole)
                        && now instanceof SnmpValue.OctetString(Octets held)
                        && held.length() > 0
                        && whole.hex().startsWith(held.hex()));
    }

    /// Leaves the device alone for that long.
    ///
    /// @throws CommandFailedException `RUN_FOR` if the deadline comes first
    void rest(Duration time) throws CommandFailedException, InterruptedException {
        Deadline rested = deadline.within(time);
        while (!rested.hasPassed()) {
            LockSupport.parkNanos(this, rested.left().toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        if (deadline.hasPassed()) {
            throw new CommandFailedException(FailureCode.RUN_FOR, "run-for passed");
        }
    }

    Deadline deadline() {
        return deadline;
    }

    private interface Telling {
        void tell(Trace trace, String action, String result);
    }

    private List<VarBind> run(String action, Command.Snmp command, Telling telling)
            throws CommandFailedException, InterruptedException {
        try (var room = new Holdings()) {
            List<VarBind> answer = varBinds(snmp.run(command, deadline, room));
            telling.tell(trace, action, texts(answer));
            return answer;
        } catch (CommandFailedException e) {
            trace.add(action, e.code() + ": " + e.detail());
            throw e;
        }
    }

    private static List<VarBind> varBinds(Outcome outcome) throws CommandFailedException {
        return switch (outcome) {
            case Outcome.Completed(Reply.VarBinds(List<VarBind> varBinds)) -> varBinds;
            // A table cut short might lack the very row that is looked for.
            case Outcome.Partial partial ->
                throw new CommandFailedException(
                        FailureCode.DEVICE_ERROR,
                        partial.missing().getFirst().what() + ": "
                                + partial.missing().getFirst().detail());
            default -> throw new IllegalStateException("no answer to SNMP: " + outcome);
        };
    }

    /// An INTEGER or unsigned value; empty for anything else, an exception among it.
    static OptionalLong number(VarBind varBind) {
        return switch (varBind.value()) {
            case SnmpValue.Integer32(int value) -> OptionalLong.of(value);
            case SnmpValue.Gauge32(long value) -> OptionalLong.of(value);
            case SnmpValue.TimeTicks(long hundredths) -> OptionalLong.of(hundredths);
            default -> OptionalLong.empty();
        };
    }

    /// The octets as text; empty for anything but an OCTET STRING of printable ASCII.
    static Optional<String> text(VarBind varBind) {
        if (!(varBind.value() instanceof SnmpValue.OctetString(var octets))) {
            return Optional.empty();
        }
        byte[] bytes = octets.toArray();
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            if (each < ' ' || each == 0x7f) {
                return Optional.empty();
            }
            text.append((char) each);
        }
        return Optional.of(text.toString());
    }

    private static String names(List<Oid> oids) {
        return oids.stream().map(PnmObjects::nameOf).collect(Collectors.joining(", "));
    }

    /// Without what is another at each look.
    private static String texts(List<VarBind> varBinds) {
        return varBinds.isEmpty()
                ? "nothing"
                : varBinds.stream()
                        .map(VarBind::value)
                        .filter(value -> !(value instanceof SnmpValue.TimeTicks))
                        .map(Device::text)
                        .collect(Collectors.joining(", "));
    }

    private static String text(SnmpValue value) {
        return switch (value) {
            case SnmpValue.OctetString octets ->
                text(new VarBind(PnmObjects.SYS_DESCR, octets))
                        .map(text -> "\"" + text + "\"")
                        .orElseGet(() -> "0x" + octets.octets().hex());
            case SnmpValue.Integer32(int number) -> Integer.toString(number);
            case SnmpValue.Gauge32(long number) -> Long.toString(number);
            case SnmpValue.NoSuchObject() -> "noSuchObject";
            case SnmpValue.NoSuchInstance() -> "noSuchInstance";
            default -> value.toString();
        };
    }
}
