package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// A column that accepts SETs. It holds only the values that were written.
public final class WritableColumn implements Column {
    private final int arc;
    private final SnmpValue initial;
    private final Function<SnmpValue, ErrorStatus> syntax;
    private final Map<Integer, SnmpValue> written = new HashMap<>();

    private WritableColumn(int arc, SnmpValue initial, Function<SnmpValue, ErrorStatus> syntax) {
        this.arc = arc;
        this.initial = initial;
        this.syntax = syntax;
    }

    /// Any Integer32; 0 until it is written.
    public static Column integers(int arc) {
        return new WritableColumn(
                arc,
                new SnmpValue.Integer32(0),
                value -> value instanceof SnmpValue.Integer32 ? ErrorStatus.NO_ERROR : ErrorStatus.WRONG_TYPE);
    }

    /// Octet strings.
    ///
    /// @param initial   until it is written
    /// @param maxLength octets; one more is `wrongLength`
    public static Column octets(int arc, Octets initial, int maxLength) {
        return new WritableColumn(arc, new SnmpValue.OctetString(initial), value -> switch (value) {
            case SnmpValue.OctetString(Octets octets) when octets.length() <= maxLength -> ErrorStatus.NO_ERROR;
            case SnmpValue.OctetString _ -> ErrorStatus.WRONG_LENGTH;
            default -> ErrorStatus.WRONG_TYPE;
        });
    }

    @Override
    public int arc() {
        return arc;
    }

    @Override
    public SnmpValue value(int row) {
        return written.getOrDefault(row, initial);
    }

    @Override
    public ErrorStatus check(SnmpValue value) {
        return syntax.apply(value);
    }

    @Override
    public void store(int row, SnmpValue value) {
        written.put(row, value);
    }
}
