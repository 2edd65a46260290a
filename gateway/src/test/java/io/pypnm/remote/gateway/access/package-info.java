/// Tests of tokens, keys and guards, over a real store.
@NullMarked
package io.pypnm.remote.gateway.access;

import org.jspecify.annotations.NullMarked;
