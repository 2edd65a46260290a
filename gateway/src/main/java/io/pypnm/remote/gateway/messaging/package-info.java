/// Commands and outcomes as Jakarta Messaging messages, and the few long-lived connections they travel by. The broker
/// is named by its URI alone, so the same code speaks to the embedded one and to an external one.
@NullMarked
package io.pypnm.remote.gateway.messaging;

import org.jspecify.annotations.NullMarked;
