@NullMarked
package io.pypnm.remote.gateway.pnm.api;

import org.jspecify.annotations.NullMarked;
