/// The API as its callers see it.
@NullMarked
package io.pypnm.remote.gateway.api;

import org.jspecify.annotations.NullMarked;
