/// The life of a command between the API and the queues: accepted, sent, waited for, cancelled, settled, reconciled.
/// Knows the ledger and the broker's queues; knows nothing of WebSocket or HTTP.
@NullMarked
package io.pypnm.remote.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
