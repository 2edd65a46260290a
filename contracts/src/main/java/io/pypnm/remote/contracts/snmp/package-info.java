/// SNMP values as they travel: typed, lossless, independent of any SNMP library. Depends on nothing.
@NullMarked
package io.pypnm.remote.contracts.snmp;

import org.jspecify.annotations.NullMarked;
