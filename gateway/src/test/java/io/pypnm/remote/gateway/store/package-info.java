/// Tests of the store against real files.
@NullMarked
package io.pypnm.remote.gateway.store;

import org.jspecify.annotations.NullMarked;
