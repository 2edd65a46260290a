package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;

/// Short spellings of values.
public final class Values {
    private Values() {}

    public static SnmpValue integer(int value) {
        return new SnmpValue.Integer32(value);
    }

    public static SnmpValue gauge(long value) {
        return new SnmpValue.Gauge32(value);
    }

    public static SnmpValue counter(long value) {
        return new SnmpValue.Counter32(value);
    }

    public static SnmpValue octets(Octets octets) {
        return new SnmpValue.OctetString(octets);
    }

    public static SnmpValue text(String text) {
        return octets(Octets.ofUtf8(text));
    }

    /// The low bytes of the number, most significant first.
    public static Octets bytes(long bits, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i < length - 8 ? 0 : bits >>> (8 * (length - 1 - i)));
        }
        return Octets.of(bytes);
    }
}
