package io.pypnm.remote.lab.mib;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.Optional;

/// One stretch of a device's objects. The stretches of two views of a device never interleave.
public interface MibView {

    /// Every object of this view lies below it.
    Oid root();

    /// The value of this instance, or `noSuchObject` or `noSuchInstance` (RFC 3416 section 4.2.1).
    SnmpValue get(Oid instance);

    /// The first instance that comes after the OID, which need not exist itself. Empty past the end of this view.
    Optional<VarBind> next(Oid after);

    /// Whether [#set] may be called with this varbind: `NO_ERROR`, or why not (RFC 3416 section 4.2.5). Changes
    /// nothing.
    ErrorStatus check(VarBind varBind);

    /// Carries out a SET that [#check] has just allowed. Cannot fail.
    void set(VarBind varBind);
}
