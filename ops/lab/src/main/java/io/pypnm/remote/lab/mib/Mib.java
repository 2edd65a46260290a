package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All objects of one device: its views, one after another in the order of their OIDs.
public final class Mib {
    private static final SnmpValue NO_SUCH_OBJECT = new SnmpValue.NoSuchObject();
    private static final SnmpValue END_OF_MIB_VIEW = new SnmpValue.EndOfMibView();

    private final List<MibView> views;

    /// @param views in any order
    public Mib(List<MibView> views) {
        this.views = views.stream().sorted(Comparator.comparing(MibView::root)).toList();
    }

    /// The value of this instance, or `noSuchObject` or `noSuchInstance`.
    public SnmpValue get(Oid instance) {
        for (MibView view : views) {
            if (view.root().isPrefixOf(instance)) {
                SnmpValue value = view.get(instance);
                if (!(value instanceof SnmpValue.NoSuchObject)) {
                    return value;
                }
            }
        }
        return NO_SUCH_OBJECT;
    }

    /// The first instance after the OID; past the last one, the OID itself with `endOfMibView` (RFC 3416 section
    /// 4.2.2).
    public VarBind next(Oid after) {
        for (MibView view : views) {
            Optional<VarBind> next = view.next(after);
            if (next.isPresent()) {
                return next.get();
            }
        }
        return new VarBind(after, END_OF_MIB_VIEW);
    }

    /// Whether a SET of this varbind is allowed, or why not. Changes nothing.
    public ErrorStatus check(VarBind varBind) {
        return viewOf(varBind.oid()).map(view -> view.check(varBind)).orElse(ErrorStatus.NOT_WRITABLE);
    }

    /// Carries out a SET that [#check] has just allowed.
    public void set(VarBind varBind) {
        viewOf(varBind.oid()).orElseThrow().set(varBind);
    }

    /// The view that knows this object, whether or not it has this instance.
    private Optional<MibView> viewOf(Oid instance) {
        return views.stream()
                .filter(view -> view.root().isPrefixOf(instance))
                .filter(view -> !(view.get(instance) instanceof SnmpValue.NoSuchObject))
                .findFirst();
    }
}
