/// Command-line tools that speak to a running gateway through its API, from any host. Knows nothing of the gateway's
/// inside.
@NullMarked
package io.pypnm.remote.gateway.cli;

import org.jspecify.annotations.NullMarked;
