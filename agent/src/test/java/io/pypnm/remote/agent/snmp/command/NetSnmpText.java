package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/// Objects as net-snmp's tools print them with `-On -Oe -Ox`.
final class NetSnmpText {
    private NetSnmpText() {}

    /// A line without its value, for objects that change by themselves.
    static String typeOnly(String line) {
        return line.replaceFirst("(?<== [\\w-]{1,20}: ).*", "");
    }

    static List<String> of(List<VarBind> varBinds) {
        return varBinds.stream().map(NetSnmpText::of).toList();
    }

    private static String of(VarBind varBind) {
        return "." + varBind.oid() + " = "
                + switch (varBind.value()) {
                    case SnmpValue.Integer32(int number) -> "INTEGER: " + number;
                    case SnmpValue.Counter32(long number) -> "Counter32: " + number;
                    case SnmpValue.Gauge32(long number) -> "Gauge32: " + number;
                    case SnmpValue.TimeTicks(long hundredths) -> "Timeticks: (" + hundredths + ")";
                    case SnmpValue.Counter64 counter -> "Counter64: " + counter.decimal();
                    case SnmpValue.OctetString(Octets octets) -> octets(octets);
                    case SnmpValue.Opaque(Octets octets) -> opaqueFloat(octets);
                    case SnmpValue.IpAddress(Octets octets) -> "IpAddress: " + dotted(octets);
                    case SnmpValue.ObjectIdentifier(Oid oid) -> "OID: ." + oid;
                    case SnmpValue.Bits _, SnmpValue.Null _, SnmpValue.NoSuchObject _ -> "unexpected";
                    case SnmpValue.NoSuchInstance _, SnmpValue.EndOfMibView _ -> "unexpected";
                };
    }

    private static String octets(Octets octets) {
        if (octets.length() == 0) {
            return "\"\"";
        }
        HexFormat spaced = HexFormat.ofDelimiter(" ").withUpperCase();
        return "Hex-STRING: " + spaced.formatHex(octets.toArray()) + " ";
    }

    /// net-snmp's own type: tag 9f78, length 4, an IEEE single.
    private static String opaqueFloat(Octets octets) {
        float number = ByteBuffer.wrap(octets.toArray()).getFloat(3);
        // As printf(3) rounds: what lies half way goes to the even digit, unlike with Java's formatter.
        return "Opaque: Float: "
                + new BigDecimal(number).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String dotted(Octets octets) {
        byte[] bytes = octets.toArray();
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }
}
