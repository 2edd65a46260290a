package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.util.function.IntFunction;

/// One column of a table, or one scalar object: the values of all rows.
public interface Column {

    /// The arc that follows the table's entry.
    int arc();

    SnmpValue value(int row);

    /// Whether the value may ever be stored: `NO_ERROR`, or why not.
    ErrorStatus check(SnmpValue value);

    /// Whether a value that [#check] has allowed may be stored in this row now: `NO_ERROR`, or why not.
    default ErrorStatus checkNow(int row, SnmpValue value) {
        return ErrorStatus.NO_ERROR;
    }

    /// Stores a value that both checks have just allowed.
    void store(int row, SnmpValue value);

    /// A read-only column whose values are computed.
    static Column computed(int arc, IntFunction<SnmpValue> value) {
        return new Computed(arc, value);
    }

    /// A read-only column with the same value in every row.
    static Column constant(int arc, SnmpValue value) {
        return new Computed(arc, _ -> value);
    }

    record Computed(int arc, IntFunction<SnmpValue> formula) implements Column {
        @Override
        public SnmpValue value(int row) {
            return formula.apply(row);
        }

        @Override
        public ErrorStatus check(SnmpValue value) {
            return ErrorStatus.NOT_WRITABLE;
        }

        @Override
        public void store(int row, SnmpValue value) {
            throw new IllegalStateException("column " + arc + " is read-only");
        }
    }
}
