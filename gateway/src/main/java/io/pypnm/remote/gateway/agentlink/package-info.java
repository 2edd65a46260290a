/// The wire to one peer: WebSocket, STOMP, its bounds and its watch. A fresh object graph per connection; the
/// container's thread reads, one virtual thread writes. Knows neither commands nor queues: what is said is a
/// [io.pypnm.remote.gateway.agentlink.Conversation]'s matter.
@NullMarked
package io.pypnm.remote.gateway.agentlink;

import org.jspecify.annotations.NullMarked;
