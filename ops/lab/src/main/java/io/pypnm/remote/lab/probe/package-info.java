/// A bare STOMP client for tests and measurements: it says what it is told to say, right or wrong. Depends on contracts
/// and the JDK's WebSocket client.
@NullMarked
package io.pypnm.remote.lab.probe;

import org.jspecify.annotations.NullMarked;
