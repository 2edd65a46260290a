/// How a simulated device holds its objects: a value and a successor are computed for any OID asked, nothing is stored
/// per instance but what a SET wrote. Not thread-safe: whoever owns a [Mib] guards it. Depends on `contracts.snmp`
/// alone.
@NullMarked
package io.pypnm.remote.lab.mib;

import org.jspecify.annotations.NullMarked;
