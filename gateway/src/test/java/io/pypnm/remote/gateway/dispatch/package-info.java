/// The life of a command, from its acceptance to its one outcome, through restarts and losses.
@NullMarked
package io.pypnm.remote.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
