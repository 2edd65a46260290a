/// One agent's connection: WebSocket, STOMP, its queues. A fresh object graph per connection; the container's thread
/// reads, one virtual thread writes, one per lane feeds, one acknowledges. Knows neither HTTP nor how commands are
/// accepted.
@NullMarked
package io.pypnm.remote.gateway.agentlink;

import org.jspecify.annotations.NullMarked;
