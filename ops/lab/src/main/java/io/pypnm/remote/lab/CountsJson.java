package io.pypnm.remote.lab;

import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.device.DeviceCounts;
import io.pypnm.remote.lab.device.DeviceCounts.Tally;
import io.pypnm.remote.lab.device.Silence;
import io.pypnm.remote.lab.snmp.RequestType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the devices have counted, as the control channel tells it. The names in it are spelled here and nowhere else.
final class CountsJson {
    private CountsJson() {}

    static Map<String, Object> of(Device device) {
        DeviceCounts counts = device.counts();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("device", device.address().getHostAddress());
        fields.put("name", device.name());
        fields.put("pdus", counts.pdus());
        fields.put("answers", counts.answers());
        fields.put("varBindsAsked", counts.varBindsAsked());
        fields.put("varBindsAnswered", counts.varBindsAnswered());
        fields.put("requests", requests(counts));
        fields.put("silences", silences(counts));
        fields.put("sets", sets(counts));
        return fields;
    }

    private static Map<String, Object> requests(DeviceCounts counts) {
        Map<String, Object> fields = new LinkedHashMap<>();
        counts.requests().forEach((type, tally) -> fields.put(name(type), tally(tally)));
        return fields;
    }

    private static Map<String, Object> silences(DeviceCounts counts) {
        Map<String, Object> fields = new LinkedHashMap<>();
        counts.silences().forEach((why, count) -> fields.put(name(why), count));
        return fields;
    }

    private static List<Map<String, Object>> sets(DeviceCounts counts) {
        return counts.sets().entrySet().stream()
                .map(set -> {
                    Map<String, Object> fields = Json.varBind(set.getKey());
                    fields.putAll(tally(set.getValue()));
                    return fields;
                })
                .toList();
    }

    private static Map<String, Object> tally(Tally tally) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("count", tally.count());
        fields.put("first", tally.first());
        fields.put("last", tally.last());
        return fields;
    }

    private static String name(RequestType type) {
        return switch (type) {
            case GET -> "get";
            case GET_NEXT -> "getNext";
            case GET_BULK -> "getBulk";
            case SET -> "set";
        };
    }

    private static String name(Silence why) {
        return switch (why) {
            case NOT_UNDERSTOOD -> "notUnderstood";
            case WRONG_COMMUNITY -> "wrongCommunity";
            case REQUEST_DROPPED -> "requestDropped";
            case ANSWER_DROPPED -> "answerDropped";
            case ANSWER_NOT_SENT -> "answerNotSent";
        };
    }
}
