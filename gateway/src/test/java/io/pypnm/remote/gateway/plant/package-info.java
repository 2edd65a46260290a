/// The plant of the settings: what they may be, and what they mean.
@NullMarked
package io.pypnm.remote.gateway.plant;

import org.jspecify.annotations.NullMarked;
