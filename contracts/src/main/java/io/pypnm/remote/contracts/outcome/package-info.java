/// How a command ends: outcomes, replies and the codes that say why. Depends on ids, SNMP
/// values, device addresses and file names.
@NullMarked
package io.pypnm.remote.contracts.outcome;

import org.jspecify.annotations.NullMarked;
