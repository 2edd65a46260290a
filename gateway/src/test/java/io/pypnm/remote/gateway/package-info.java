/// The gateway as a whole, with a real broker, ledger and port.
@NullMarked
package io.pypnm.remote.gateway;

import org.jspecify.annotations.NullMarked;
