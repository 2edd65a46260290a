/// Uploads that are cut, resumed, repeated, damaged and too large.
@NullMarked
package io.pypnm.remote.gateway.claim;

import org.jspecify.annotations.NullMarked;
