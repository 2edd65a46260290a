/// STOMP 1.0, 1.1 and 1.2 frames as bytes: one codec for the gateway (hostile input) and the agent.
///
/// Knows frames, not sessions: which command may follow which is the business of the links.
/// A decoder belongs to the thread that reads its connection; everything else is immutable.
/// Depends on the JDK only. Source: <https://stomp.github.io/stomp-specification-1.2.html>.
@NullMarked
package io.pypnm.remote.contracts.stomp;

import org.jspecify.annotations.NullMarked;
