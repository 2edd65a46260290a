package io.pypnm.remote.contracts.command;

import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.math.BigDecimal;
import java.time.Duration;

/// One way to say that something is out of bounds.
final class Limits {
    private Limits() {}

    static void require(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be " + min + " to " + max + ", is " + value);
        }
    }

    static void requireSize(String what, int size, int min, int max) {
        if (size < min || size > max) {
            throw new IllegalArgumentException(what + " must have " + min + " to " + max + " entries, has " + size);
        }
    }

    static void require(String what, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    what + " must be " + seconds(min) + " to " + seconds(max) + " seconds, is " + seconds(value));
        }
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    static void requireSettable(VarBind varBind) {
        if (varBind.value().isException() || varBind.value() instanceof SnmpValue.Null) {
            throw new IllegalArgumentException(
                    "value of " + varBind.oid() + " cannot be set: it is no value of an object");
        }
    }
}
