/// Outcomes too large for a message: files that agents upload before they answer (the claim-check pattern). Depends on
/// contracts only.
@NullMarked
package io.pypnm.remote.gateway.claim;

import org.jspecify.annotations.NullMarked;
