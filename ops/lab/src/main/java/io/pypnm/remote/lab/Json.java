package io.pypnm.remote.lab;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes JSON on one line: maps are objects, collections arrays, numbers and booleans themselves, all else its text.
final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    static String of(Object value) {
        var json = new Json();
        json.write(value);
        return json.text.toString();
    }

    /// A varbind as the outcomes of the system spell it, `oid`, `type`, and `value` or `hex`; but a Counter64 is text,
    /// however small.
    static Map<String, Object> varBind(VarBind varBind) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("oid", varBind.oid());
        switch (varBind.value()) {
            case SnmpValue.Integer32(int value) -> typed(fields, "Integer32", value);
            case SnmpValue.Counter32(long value) -> typed(fields, "Counter32", value);
            case SnmpValue.Gauge32(long value) -> typed(fields, "Gauge32", value);
            case SnmpValue.TimeTicks(long hundredths) -> typed(fields, "TimeTicks", hundredths);
            case SnmpValue.Counter64 counter -> typed(fields, "Counter64", counter.decimal());
            case SnmpValue.ObjectIdentifier(Oid oid) -> typed(fields, "ObjectIdentifier", oid);
            case SnmpValue.OctetString(Octets octets) -> hex(fields, "OctetString", octets);
            case SnmpValue.Bits(Octets octets) -> hex(fields, "Bits", octets);
            case SnmpValue.IpAddress address -> typed(fields, "IpAddress", address.dotted());
            case SnmpValue.Opaque(Octets octets) -> hex(fields, "Opaque", octets);
            case SnmpValue.Null() -> fields.put("type", "Null");
            case SnmpValue.NoSuchObject() -> fields.put("type", "noSuchObject");
            case SnmpValue.NoSuchInstance() -> fields.put("type", "noSuchInstance");
            case SnmpValue.EndOfMibView() -> fields.put("type", "endOfMibView");
        }
        return fields;
    }

    private static void typed(Map<String, Object> fields, String type, Object value) {
        fields.put("type", type);
        fields.put("value", value);
    }

    private static void hex(Map<String, Object> fields, String type, Octets octets) {
        fields.put("type", type);
        fields.put("hex", octets.hex());
    }

    private void write(Object value) {
        switch (value) {
            case Map<?, ?> map -> object(map);
            case Collection<?> elements -> array(elements);
            case Number _, Boolean _ -> text.append(value);
            default -> string(value.toString());
        }
    }

    private void object(Map<?, ?> map) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            string(entry.getKey().toString());
            text.append(':');
            write(entry.getValue());
            separator = ",";
        }
        text.append('}');
    }

    private void array(Collection<?> elements) {
        text.append('[');
        String separator = "";
        for (Object element : elements) {
            text.append(separator);
            write(element);
            separator = ",";
        }
        text.append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20) {
                text.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
