package io.pypnm.remote.contracts.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Varbinds as JSON: `{"oid":"1.3.6...","type":"OctetString","hex":"6162","text":"ab"}`.
///
/// Octets are `hex`, with `text` beside it for people where every byte is printable ASCII; only `hex` is read back. A
/// number from 2^53 is a string, since JavaScript cannot tell it from its neighbour (RFC 7493 section 2.2).
///
/// `{"type":"InetAddress","value":"2001:db8::1"}` is read as the octets it has on the wire (RFC 4001 section 3), and
/// never written: an answer does not tell its textual convention.
final class SnmpJson {
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private SnmpJson() {}

    static void write(JsonGenerator json, List<VarBind> varBinds) throws IOException {
        json.writeStartArray();
        for (VarBind varBind : varBinds) {
            write(json, varBind);
        }
        json.writeEndArray();
    }

    static void write(JsonGenerator json, VarBind varBind) throws IOException {
        json.writeStartObject();
        writeFields(json, varBind);
        json.writeEndObject();
    }

    /// Into an object that has been begun.
    static void writeFields(JsonGenerator json, VarBind varBind) throws IOException {
        json.writeStringField("oid", varBind.oid().toString());
        switch (varBind.value()) {
            case SnmpValue.Integer32(int value) -> number(json, "Integer32", value);
            case SnmpValue.Counter32(long value) -> number(json, "Counter32", value);
            case SnmpValue.Gauge32(long value) -> number(json, "Gauge32", value);
            case SnmpValue.TimeTicks(long hundredths) -> number(json, "TimeTicks", hundredths);
            case SnmpValue.Counter64 counter -> counter64(json, counter);
            case SnmpValue.OctetString(Octets octets) -> octetString(json, octets);
            case SnmpValue.Bits(Octets octets) -> hex(json, "Bits", octets);
            case SnmpValue.Opaque(Octets octets) -> hex(json, "Opaque", octets);
            case SnmpValue.IpAddress address -> text(json, "IpAddress", address.dotted());
            case SnmpValue.ObjectIdentifier(Oid oid) -> text(json, "ObjectIdentifier", oid.toString());
            case SnmpValue.Null() -> type(json, "Null");
            case SnmpValue.NoSuchObject() -> type(json, "noSuchObject");
            case SnmpValue.NoSuchInstance() -> type(json, "noSuchInstance");
            case SnmpValue.EndOfMibView() -> type(json, "endOfMibView");
        }
    }

    /// Whether the value's type is said by name, and not by one of upstream's letters.
    static boolean isTyped(Field varBind) throws MalformedMessageException {
        Optional<Field> type = varBind.find("type", "value_type");
        return type.isPresent() && type.get().text().length() > 1;
    }

    static List<VarBind> readAll(Field array, int max) throws MalformedMessageException {
        List<Field> entries = array.entries(max);
        List<VarBind> varBinds = new ArrayList<>(entries.size());
        for (Field entry : entries) {
            varBinds.add(read(entry));
        }
        return varBinds;
    }

    static VarBind read(Field varBind) throws MalformedMessageException {
        Oid oid = varBind.get("oid").parsed(Oid::parse);
        try {
            return new VarBind(oid, value(varBind));
        } catch (IllegalArgumentException e) {
            throw varBind.wrong(e);
        }
    }

    private static SnmpValue value(Field varBind) throws MalformedMessageException {
        Field type = varBind.get("type");
        return switch (type.text()) {
            case "Integer32" -> new SnmpValue.Integer32(varBind.get("value").integer());
            case "Counter32" -> new SnmpValue.Counter32(varBind.get("value").unsigned());
            case "Gauge32", "Unsigned32" ->
                new SnmpValue.Gauge32(varBind.get("value").unsigned());
            case "TimeTicks" -> new SnmpValue.TimeTicks(varBind.get("value").unsigned());
            case "Counter64" -> SnmpValue.Counter64.of(varBind.get("value").wholeNumber());
            case "OctetString" -> new SnmpValue.OctetString(octets(varBind));
            case "InetAddress" -> varBind.get("value").parsed(SnmpValue.OctetString::ofInetAddress);
            case "Bits" -> new SnmpValue.Bits(octets(varBind));
            case "Opaque" -> new SnmpValue.Opaque(octets(varBind));
            case "IpAddress" -> varBind.get("value").parsed(SnmpValue.IpAddress::parse);
            case "ObjectIdentifier" ->
                new SnmpValue.ObjectIdentifier(varBind.get("value").parsed(Oid::parse));
            case "Null" -> new SnmpValue.Null();
            case "noSuchObject" -> new SnmpValue.NoSuchObject();
            case "noSuchInstance" -> new SnmpValue.NoSuchInstance();
            case "endOfMibView" -> new SnmpValue.EndOfMibView();
            default -> throw type.unknown();
        };
    }

    private static Octets octets(Field varBind) throws MalformedMessageException {
        return varBind.get("hex").parsed(Octets::ofHex);
    }

    private static void type(JsonGenerator json, String type) throws IOException {
        json.writeStringField("type", type);
    }

    private static void number(JsonGenerator json, String type, long value) throws IOException {
        type(json, type);
        json.writeNumberField("value", value);
    }

    private static void counter64(JsonGenerator json, SnmpValue.Counter64 counter) throws IOException {
        if (Long.compareUnsigned(counter.bits(), MAX_SAFE_INTEGER) <= 0) {
            number(json, "Counter64", counter.bits());
        } else {
            text(json, "Counter64", counter.decimal());
        }
    }

    private static void text(JsonGenerator json, String type, String value) throws IOException {
        type(json, type);
        json.writeStringField("value", value);
    }

    private static void hex(JsonGenerator json, String type, Octets octets) throws IOException {
        type(json, type);
        json.writeStringField("hex", octets.hex());
    }

    private static void octetString(JsonGenerator json, Octets octets) throws IOException {
        hex(json, "OctetString", octets);
        if (isPrintable(octets)) {
            json.writeStringField("text", new String(octets.toArray(), StandardCharsets.US_ASCII));
        }
    }

    private static boolean isPrintable(Octets octets) {
        for (int i = 0; i < octets.length(); i++) {
            byte b = octets.at(i);
            boolean printable = (b >= 0x20 && b < 0x7f) || b == '\t' || b == '\r' || b == '\n';
            if (!printable) {
                return false;
            }
        }
        return octets.length() > 0;
    }
}
