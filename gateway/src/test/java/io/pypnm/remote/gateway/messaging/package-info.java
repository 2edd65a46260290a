/// Tests of the way to the broker, against a real one.
@NullMarked
package io.pypnm.remote.gateway.messaging;

import org.jspecify.annotations.NullMarked;
