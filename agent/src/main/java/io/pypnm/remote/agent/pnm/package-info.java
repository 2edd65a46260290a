/// `pnm_capture`: one PNM measurement of one modem from its settings to its capture files (DOCS-PNM-MIB, DOCS-IF3-MIB).
/// A run is owned by its command's thread. Depends on `snmp.command` and `files`, and on nothing that knows of lanes,
/// journals or links.
@NullMarked
package io.pypnm.remote.agent.pnm;

import org.jspecify.annotations.NullMarked;
