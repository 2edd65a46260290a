@NullMarked
package io.pypnm.remote.gateway.pnm;

import org.jspecify.annotations.NullMarked;
