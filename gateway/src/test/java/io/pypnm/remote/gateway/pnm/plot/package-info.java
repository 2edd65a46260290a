@NullMarked
package io.pypnm.remote.gateway.pnm.plot;

import org.jspecify.annotations.NullMarked;
