/// Captures and what follows from them as JSON. Fences Jackson for `gateway.pnm`.
@NullMarked
package io.pypnm.remote.gateway.pnm.json;

import org.jspecify.annotations.NullMarked;
