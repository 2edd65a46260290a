package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A view of objects that a device implements or does not, which may change.
///
/// @param implemented asked at each request
public record OptionalView(MibView view, BooleanSupplier implemented) implements MibView {
    @Override
    public Oid root() {
        return view.root();
    }

    @Override
    public SnmpValue get(Oid instance) {
        return implemented.getAsBoolean() ? view.get(instance) : new SnmpValue.NoSuchObject();
    }

    @Override
    public Optional<VarBind> next(Oid after) {
        return implemented.getAsBoolean() ? view.next(after) : Optional.empty();
    }

    @Override
    public ErrorStatus check(VarBind varBind) {
        return implemented.getAsBoolean() ? view.check(varBind) : ErrorStatus.NOT_WRITABLE;
    }

    @Override
    public void set(VarBind varBind) {
        view.set(varBind);
    }
}
