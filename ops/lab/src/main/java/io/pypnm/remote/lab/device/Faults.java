package io.pypnm.remote.lab.device;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.mib.ErrorStatus;
import io.pypnm.remote.lab.mib.Mib;
import io.pypnm.remote.lab.snmp.Request;
import io.pypnm.remote.lab.snmp.RequestType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How one device misbehaves, from one order to the next: asked at each step of a request. Guarded by the device.
final class Faults {
    private final List<Fault> faults;
    private final Map<Misbehaviour, Integer> numbers = new EnumMap<>(Misbehaviour.class);
    private final Map<Misbehaviour, Integer> turns = new EnumMap<>(Misbehaviour.class);
    private final long orderedNanos;
    private long busyUntilNanos;
    private int requests;
    private int setAnswers;
    private int successors;
    private @Nullable Oid firstAsked;
    private @Nullable VarBind lastSuccessor;

    Faults(List<Fault> faults, long nanos) {
        this.faults = List.copyOf(faults);
        orderedNanos = nanos;
        busyUntilNanos = nanos;
        for (Fault fault : faults) {
            numbers.put(fault.kind(), fault.number());
        }
    }

    List<Fault> list() {
        return faults;
    }

    boolean dropsRequest(RequestType type, long nanos) {
        requests++;
        if (has(Misbehaviour.SILENT)
                || requests <= number(Misbehaviour.DROPS_FIRST)
                || isTurn(requests, Misbehaviour.DROPS_EVERY)) {
            return true;
        }
        int busyMillis = busyMillis(type);
        if (busyMillis == 0) {
            return false;
        }
        if (nanos - busyUntilNanos < 0) {
            return true;
        }
        busyUntilNanos = nanos + TimeUnit.MILLISECONDS.toNanos(busyMillis);
        return false;
    }

    /// The error to answer in place of everything else.
    Optional<ErrorStatus> error(Request request) {
        if (has(Misbehaviour.GEN_ERR)) {
            return Optional.of(ErrorStatus.GEN_ERR);
        }
        boolean tooBig =
                has(Misbehaviour.TOO_BIG_OVER) && possibleVarBinds(request) > number(Misbehaviour.TOO_BIG_OVER);
        return tooBig ? Optional.of(ErrorStatus.TOO_BIG) : Optional.empty();
    }

    /// What the device says comes after the OID.
    VarBind successor(Mib mib, Oid after) {
        successors++;
        if (firstAsked == null) {
            firstAsked = after;
        }
        if (isTurn(successors, Misbehaviour.LOOPS)) {
            return mib.next(firstAsked);
        }
        if (lastSuccessor != null && isTurn(successors, Misbehaviour.NON_INCREASING)) {
            return lastSuccessor;
        }
        lastSuccessor = mib.next(after);
        return lastSuccessor;
    }

    boolean trims() {
        return has(Misbehaviour.TRIMS_REPLIES);
    }

    int maxBytes(int honest) {
        return trims() ? Math.min(honest, number(Misbehaviour.TRIMS_REPLIES)) : honest;
    }

    boolean losesAnswer(RequestType type) {
        return type == RequestType.SET && setAnswers++ < number(Misbehaviour.LOSES_SET_ANSWERS);
    }

    long delayNanos(RequestType type) {
        return TimeUnit.MILLISECONDS.toNanos((long) number(Misbehaviour.SLOW) + busyMillis(type));
    }

    boolean answersFromElsewhere() {
        return has(Misbehaviour.WRONG_SOURCE);
    }

    private int busyMillis(RequestType type) {
        int busy = number(Misbehaviour.BUSY_DROP);
        return type.walks() ? Math.max(busy, number(Misbehaviour.DROPS_CONCURRENT_WALKS)) : busy;
    }

    private static long possibleVarBinds(Request request) {
        long asked = request.varBinds().size();
        if (request.type() != RequestType.GET_BULK) {
            return asked;
        }
        long nonRepeaters = Math.clamp(request.nonRepeaters(), 0, asked);
        return nonRepeaters + (asked - nonRepeaters) * Math.max(request.maxRepetitions(), 0);
    }

    boolean has(Misbehaviour kind) {
        return numbers.containsKey(kind);
    }

    /// True as often as the number says.
    boolean takesTurn(Misbehaviour kind) {
        return has(kind) && turns.merge(kind, 1, Integer::sum) <= number(kind);
    }

    /// Whether its number of milliseconds has not passed since the order.
    boolean within(Misbehaviour kind, long nanos) {
        return has(kind) && nanos - orderedNanos < TimeUnit.MILLISECONDS.toNanos(number(kind));
    }

    /// 0 where the device does not misbehave so.
    int number(Misbehaviour kind) {
        return numbers.getOrDefault(kind, 0);
    }

    private boolean isTurn(int count, Misbehaviour kind) {
        return has(kind) && count % number(kind) == 0;
    }
}
