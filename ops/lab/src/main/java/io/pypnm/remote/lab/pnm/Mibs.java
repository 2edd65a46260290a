package io.pypnm.remote.lab.pnm;

import io.pypnm.remote.contracts.snmp.Oid;

/// Where the objects of the MIBs lie.
final class Mibs {
    /// The MIBs of CableLabs' DOCSIS project, all those below.
    static final Oid DOCSIS = Oid.parse("1.3.6.1.4.1.4491.2.1");

    /// docsPnmMibObjects of DOCS-PNM-MIB.
    static final Oid PNM = Oid.parse("1.3.6.1.4.1.4491.2.1.27.1");

    /// docsIf3MibObjects of DOCS-IF3-MIB.
    static final Oid IF3 = Oid.parse("1.3.6.1.4.1.4491.2.1.20.1");

    /// docsIf31MibObjects of DOCS-IF31-MIB.
    static final Oid IF31 = Oid.parse("1.3.6.1.4.1.4491.2.1.28.1");

    private Mibs() {}
}
