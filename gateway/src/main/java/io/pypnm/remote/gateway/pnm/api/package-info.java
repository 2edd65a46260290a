/// `/api/pnm`: measurements of modems and the captures that are kept, as JSON and in other forms. Depends on the
/// service of `gateway.pnm.measure`, the store, and `gateway.http`.
@NullMarked
package io.pypnm.remote.gateway.pnm.api;

import org.jspecify.annotations.NullMarked;
