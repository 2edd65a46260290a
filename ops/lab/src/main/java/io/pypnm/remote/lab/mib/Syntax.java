package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.util.Arrays;

/// What an object takes: the first checks of RFC 3416 section 4.2.5.
@FunctionalInterface
public interface Syntax {
    /// `NO_ERROR`, or why not.
    ErrorStatus check(SnmpValue value);

    /// An INTEGER from `min` to `max`.
    static Syntax integers(int min, int max) {
        return value -> switch (value) {
            case SnmpValue.Integer32(int number) when number >= min && number <= max -> ErrorStatus.NO_ERROR;
            case SnmpValue.Integer32 _ -> ErrorStatus.WRONG_VALUE;
            default -> ErrorStatus.WRONG_TYPE;
        };
    }

    /// An Unsigned32 from `min` to `max`, which shares its tag with Gauge32.
    static Syntax unsigned(long min, long max) {
        return value -> switch (value) {
            case SnmpValue.Gauge32(long number) when number >= min && number <= max -> ErrorStatus.NO_ERROR;
            case SnmpValue.Gauge32 _ -> ErrorStatus.WRONG_VALUE;
            default -> ErrorStatus.WRONG_TYPE;
        };
    }

    /// An OCTET STRING of at most so many octets.
    static Syntax octets(int max) {
        return value -> switch (value) {
            case SnmpValue.OctetString(Octets octets) when octets.length() <= max -> ErrorStatus.NO_ERROR;
            case SnmpValue.OctetString _ -> ErrorStatus.WRONG_LENGTH;
            default -> ErrorStatus.WRONG_TYPE;
        };
    }

    /// An OCTET STRING of one of these lengths.
    static Syntax octetsOf(int... lengths) {
        return value -> switch (value) {
            case SnmpValue.OctetString(Octets octets)
            when Arrays.stream(lengths).anyMatch(length -> length == octets.length()) -> ErrorStatus.NO_ERROR;
            case SnmpValue.OctetString _ -> ErrorStatus.WRONG_VALUE;
            default -> ErrorStatus.WRONG_TYPE;
        };
    }
}
