@NullMarked
package io.pypnm.remote.gateway.pnm.json;

import org.jspecify.annotations.NullMarked;
