package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.SnmpValue;
import java.util.function.IntFunction;

/// A column whose values live elsewhere, and where a SET may make something happen.
public final class LiveColumn implements Column {
    private final int arc;
    private final IntFunction<SnmpValue> value;
    private final Syntax syntax;
    private final Gate gate;
    private final Store store;

    /// Whether a row takes a value now.
    @FunctionalInterface
    public interface Gate {
        boolean takes(int row, SnmpValue value);
    }

    /// What a SET does.
    @FunctionalInterface
    public interface Store {
        void store(int row, SnmpValue value);
    }

    /// @param gate where it says false, the SET is an `inconsistentValue`
    public LiveColumn(int arc, IntFunction<SnmpValue> value, Syntax syntax, Gate gate, Store store) {
        this.arc = arc;
        this.value = value;
        this.syntax = syntax;
        this.gate = gate;
        this.store = store;
    }

    @Override
    public int arc() {
        return arc;
    }

    @Override
    public SnmpValue value(int row) {
        return value.apply(row);
    }

    @Override
    public ErrorStatus check(SnmpValue value) {
        return syntax.check(value);
    }

    @Override
    public ErrorStatus checkNow(int row, SnmpValue value) {
        return gate.takes(row, value) ? ErrorStatus.NO_ERROR : ErrorStatus.INCONSISTENT_VALUE;
    }

    @Override
    public void store(int row, SnmpValue value) {
        store.store(row, value);
    }
}
