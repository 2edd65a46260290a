/// How a command ends: outcomes, replies and the codes that say why. Depends on ids and SNMP values.
@NullMarked
package io.pypnm.remote.contracts.outcome;

import org.jspecify.annotations.NullMarked;
