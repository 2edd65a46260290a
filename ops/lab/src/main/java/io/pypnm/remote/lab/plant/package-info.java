/// What the simulated CMTS and modems say: every value is a formula of the seed, the modem's number and the column.
/// Depends on `lab.mib` and the values of `contracts.snmp`.
@NullMarked
package io.pypnm.remote.lab.plant;

import org.jspecify.annotations.NullMarked;
