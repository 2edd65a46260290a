package io.pypnm.remote.lab.device;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.snmp.RequestType;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What happened to one device since its start or reset. What never happened is absent from the maps.
///
/// `requests` = `answers` + [Silence#REQUEST_DROPPED] + [Silence#ANSWER_DROPPED] + [Silence#ANSWER_NOT_SENT]; the other
/// two
/// silences are no requests.
///
/// @param requests        PDUs that came with a right community, dropped ones too; a retransmission counts again
/// @param answers         responses sent or held back to be sent
/// @param varBindsAsked   in all requests
/// @param varBindsAnswered in all answers
/// @param sets            varbinds of SETs that were carried out, answered or not
public record DeviceCounts(
        Map<RequestType, Tally> requests,
        long answers,
        long varBindsAsked,
        long varBindsAnswered,
        Map<Silence, Long> silences,
        Map<VarBind, Tally> sets) {

    /// How often, and when first and last.
    public record Tally(long count, Instant first, Instant last) {}

    public DeviceCounts {
        requests = Collections.unmodifiableMap(new EnumMap<>(requests));
        silences = Collections.unmodifiableMap(new EnumMap<>(silences));
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /// All requests.
    public long pdus() {
        return requests.values().stream().mapToLong(Tally::count).sum();
    }

    public long pdus(RequestType type) {
        return requests.containsKey(type) ? requests.get(type).count() : 0;
    }

    public long silences(Silence why) {
        return silences.getOrDefault(why, 0L);
    }

    /// How often this object was set, to whatever value.
    public long sets(Oid oid) {
        return sets.entrySet().stream()
                .filter(set -> set.getKey().oid().equals(oid))
                .mapToLong(set -> set.getValue().count())
                .sum();
    }

    /// How often this object was set to this value.
    public long sets(Oid oid, SnmpValue value) {
        var set = new VarBind(oid, value);
        return sets.containsKey(set) ? sets.get(set).count() : 0;
    }

    /// Whether anything ever came.
    public boolean isEmpty() {
        return requests.isEmpty() && silences.isEmpty();
    }
}
