package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Several views below one OID, made when somebody asks there for the first time: of ten thousand devices most are
/// never asked.
public final class DeferredView implements MibView {
    private final Oid root;
    private final Supplier<List<MibView>> views;
    private @Nullable Mib made;

    /// @param views made once, all below the root
    public DeferredView(Oid root, Supplier<List<MibView>> views) {
        this.root = root;
        this.views = views;
    }

    private Mib made() {
        if (made == null) {
            made = new Mib(views.get());
        }
        return made;
    }

    @Override
    public Oid root() {
        return root;
    }

    @Override
    public SnmpValue get(Oid instance) {
        return made().get(instance);
    }

    @Override
    public Optional<VarBind> next(Oid after) {
        if (after.compareTo(root) > 0 && !root.isPrefixOf(after)) {
            return Optional.empty();
        }
        VarBind next = made().next(after);
        return next.value() instanceof SnmpValue.EndOfMibView ? Optional.empty() : Optional.of(next);
    }

    @Override
    public ErrorStatus check(VarBind varBind) {
        return made().check(varBind);
    }

    @Override
    public void set(VarBind varBind) {
        made().set(varBind);
    }
}
