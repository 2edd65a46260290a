/// Measured values as a modem sends them, in the fewest bytes, each read in its unit. Depends on nothing.
@NullMarked
package io.pypnm.remote.gateway.pnm.series;

import org.jspecify.annotations.NullMarked;
