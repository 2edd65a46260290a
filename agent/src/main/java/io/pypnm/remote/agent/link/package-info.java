/// The way to the gateway: one WebSocket, STOMP 1.2 over it, and HTTP for large outcomes. The thread `link` connects,
/// serves and waits, again and again; every connection is a fresh set of objects. Tyrus is used here only. Above
/// `agent.run`.
@NullMarked
package io.pypnm.remote.agent.link;

import org.jspecify.annotations.NullMarked;
