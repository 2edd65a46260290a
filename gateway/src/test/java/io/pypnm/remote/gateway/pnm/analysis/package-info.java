@NullMarked
package io.pypnm.remote.gateway.pnm.analysis;

import org.jspecify.annotations.NullMarked;
