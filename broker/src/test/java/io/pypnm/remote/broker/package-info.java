/// Tests against a real broker on real files. A broker in the test's own JVM is reached with Artemis's core client
/// ([Client]); one that is to be killed runs in a JVM of its own ([ChildJvm]).
@NullMarked
package io.pypnm.remote.broker;

import org.jspecify.annotations.NullMarked;
