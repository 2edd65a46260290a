package io.pypnm.remote.lab.device;

import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.snmp.Request;
import io.pypnm.remote.lab.snmp.RequestType;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counts for one device. Guarded by the device.
final class Counters {
    /// Different values of different objects; a device that has counted so many refuses new ones
    /// (`resourceUnavailable`).
    static final int MAX_SETS = 100_000;

    private final Map<RequestType, Count> requests = new EnumMap<>(RequestType.class);
    private final Map<Silence, Long> silences = new EnumMap<>(Silence.class);
    private final Map<VarBind, Count> sets = new LinkedHashMap<>();
    private long answers;
    private long varBindsAsked;
    private long varBindsAnswered;

    void request(Request request, long millis) {
        requests.computeIfAbsent(request.type(), _ -> new Count(millis)).add(millis);
        varBindsAsked += request.varBinds().size();
    }

    void answer(int varBinds) {
        answers++;
        varBindsAnswered += varBinds;
    }

    void answerNotSent(int varBinds) {
        answers--;
        varBindsAnswered -= varBinds;
        silence(Silence.ANSWER_NOT_SENT);
    }

    void silence(Silence why) {
        silences.merge(why, 1L, Long::sum);
    }

    boolean hasRoomFor(List<VarBind> varBinds) {
        return sets.size() + varBinds.size() <= MAX_SETS || sets.keySet().containsAll(varBinds);
    }

    void sets(List<VarBind> varBinds, long millis) {
        for (VarBind varBind : varBinds) {
            sets.computeIfAbsent(varBind, _ -> new Count(millis)).add(millis);
        }
    }

    DeviceCounts snapshot() {
        return new DeviceCounts(
                tallies(requests, new EnumMap<>(RequestType.class)),
                answers,
                varBindsAsked,
                varBindsAnswered,
                new EnumMap<>(silences),
                tallies(sets, new LinkedHashMap<>()));
    }

    private static <K> Map<K, DeviceCounts.Tally> tallies(Map<K, Count> from, Map<K, DeviceCounts.Tally> into) {
        from.forEach((key, count) -> into.put(key, count.tally()));
        return into;
    }

    private static final class Count {
        private final long first;
        private long last;
        private long count;

        Count(long firstMillis) {
            first = firstMillis;
        }

        void add(long millis) {
            last = millis;
            count++;
        }

        DeviceCounts.Tally tally() {
            return new DeviceCounts.Tally(count, Instant.ofEpochMilli(first), Instant.ofEpochMilli(last));
        }
    }
}
