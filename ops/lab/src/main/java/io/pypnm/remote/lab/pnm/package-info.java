/// What a cable modem knows and does of proactive network maintenance (DOCS-PNM-MIB): captures that take their time,
/// one at a time, and files that it uploads by TFTP. Its state is owned by whoever has the device's turn (see `Life`).
/// Depends on `lab.device`, `lab.mib`, `lab.signal` and `lab.tftp`.
@NullMarked
package io.pypnm.remote.lab.pnm;

import org.jspecify.annotations.NullMarked;
