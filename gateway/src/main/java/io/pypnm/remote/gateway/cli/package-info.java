/// Command-line tools that speak to a running gateway through its API, from any host, or that need none and read
/// captures by `gateway.pnm`. Knows nothing else of the gateway's inside.
@NullMarked
package io.pypnm.remote.gateway.cli;

import org.jspecify.annotations.NullMarked;
