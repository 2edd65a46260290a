package io.pypnm.remote.agent.snmp.command;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;

/// How many bytes an object takes, near enough to stay below a limit.
final class Sizes {
    /// 1,500 bytes of Ethernet, less the heads of IPv6, UDP and SNMP: firewalls on the way to modems drop fragments.
    static final int MAX_REQUEST_BYTES = 1_380;

    /// `{"oid":"","type":"ObjectIdentifier","value":""},`
    private static final int FRAME_BYTES = 48;

    private static final int NUMBER_BYTES = 20;

    private Sizes() {}

    /// What an object takes in a request: a sequence of its OID, whose first two arcs share a byte, and NULL. Not too
    /// low.
    static int requestBytes(Oid oid) {
        int bytes = 5;
        for (int i = 0; i < oid.length(); i++) {
            long arc = oid.arc(i);
            bytes += arc < 1 << 7 ? 1 : arc < 1 << 14 ? 2 : arc < 1 << 21 ? 3 : 5;
        }
        return bytes < 128 ? bytes : bytes + 4;
    }

    /// What it takes in an outcome, as the JSON of `contracts.wire`. Not too low, unless its text is full of quotes.
    static long answerBytes(VarBind varBind) {
        return FRAME_BYTES + bytes(varBind.oid()) + bytes(varBind.value());
    }

    private static long bytes(SnmpValue value) {
        return switch (value) {
            case SnmpValue.OctetString(Octets octets) -> NUMBER_BYTES + 3L * octets.length();
            case SnmpValue.Bits(Octets octets) -> 2L * octets.length();
            case SnmpValue.Opaque(Octets octets) -> 2L * octets.length();
            case SnmpValue.ObjectIdentifier(Oid oid) -> bytes(oid);
            case SnmpValue.Integer32 _, SnmpValue.Counter32 _, SnmpValue.Gauge32 _ -> NUMBER_BYTES;
            case SnmpValue.TimeTicks _, SnmpValue.Counter64 _, SnmpValue.IpAddress _ -> NUMBER_BYTES;
            case SnmpValue.Null _, SnmpValue.NoSuchObject _ -> 0;
            case SnmpValue.NoSuchInstance _, SnmpValue.EndOfMibView _ -> 0;
        };
    }

    private static long bytes(Oid oid) {
        long bytes = 0;
        for (int i = 0; i < oid.length(); i++) {
            long arc = oid.arc(i);
            bytes += arc < 10 ? 2 : arc < 1000 ? 4 : 11;
        }
        return bytes;
    }
}
