/// What tests and measurements hold against the programs: a bare STOMP client that says what it is told to say, right
/// or wrong, and OpenSSH's server. Depends on contracts and the JDK's WebSocket client.
@NullMarked
package io.pypnm.remote.lab.probe;

import org.jspecify.annotations.NullMarked;
