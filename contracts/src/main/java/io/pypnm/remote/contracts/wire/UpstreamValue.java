package io.pypnm.remote.contracts.wire;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/// A value to set as upstream and net-snmp write it: `value`, a string or a whole number, beside a type letter in
/// `type` (alias `value_type`; absent means `i`).
///
/// | letter | type             | letter | type                  |
/// |--------|------------------|--------|-----------------------|
/// | `i`    | Integer32        | `a`    | IpAddress             |
/// | `u` `g`| Gauge32          | `o`    | OBJECT IDENTIFIER     |
/// | `c`    | Counter32        | `C`    | Counter64             |
/// | `t`    | TimeTicks        | `x`    | octets, hexadecimal   |
/// | `s`    | text, as UTF-8   |        |                       |
///
/// Upstream makes an octet string of every letter it does not know; here that is an error. So is `b`, since net-snmp
/// takes numbers of bits for it and upstream takes text: BITS are octets on the wire, and `x` says which.
final class UpstreamValue {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,20}");

    private UpstreamValue() {}

    static SnmpValue read(Field params) throws MalformedMessageException {
        Optional<Field> type = params.find("type", "value_type");
        String letter = type.isPresent() ? type.get().text() : "i";
        Field value = params.get("value");
        String text = scalar(value);
        try {
            return switch (letter) {
                case "i" -> new SnmpValue.Integer32(number(text).intValueExact());
                case "u", "g" -> new SnmpValue.Gauge32(number(text).longValueExact());
                case "c" -> new SnmpValue.Counter32(number(text).longValueExact());
                case "t" -> new SnmpValue.TimeTicks(number(text).longValueExact());
                case "C" -> SnmpValue.Counter64.of(number(text));
                case "s" -> new SnmpValue.OctetString(Octets.ofUtf8(text));
                case "x" -> new SnmpValue.OctetString(hex(text));
                case "a" -> SnmpValue.IpAddress.parse(text);
                case "o" -> new SnmpValue.ObjectIdentifier(Oid.parse(text));
                default -> throw type.orElse(value).malformed("must be one of i u g c t s x a o C");
            };
        } catch (ArithmeticException _) {
            throw value.malformed("is out of range");
        } catch (IllegalArgumentException e) {
            throw value.wrong(e);
        }
    }

    private static String scalar(Field value) throws MalformedMessageException {
        if (!value.value().isTextual() && !value.value().isIntegralNumber()) {
            throw value.malformed("must be a string or a whole number");
        }
        return value.value().asText();
    }

    private static BigInteger number(String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("value must be a whole number");
        }
        return new BigInteger(text);
    }

    private static Octets hex(String text) {
        String digits = text.replace(" ", "").replace(":", "");
        return Octets.ofHex(digits.startsWith("0x") ? digits.substring(2) : digits);
    }
}
