@NullMarked
package io.pypnm.remote.gateway.pnm.picture;

import org.jspecify.annotations.NullMarked;
