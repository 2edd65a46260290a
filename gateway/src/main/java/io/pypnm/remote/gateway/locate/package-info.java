/// Finds a modem by its MAC address: asks the CMTSs by ordinary commands of the product, in as few PDUs as the MIBs
/// allow, and remembers what it learnt. Safe for use by many threads. May use `plant`, `dispatch` and `contracts`.
@NullMarked
package io.pypnm.remote.gateway.locate;

import org.jspecify.annotations.NullMarked;
