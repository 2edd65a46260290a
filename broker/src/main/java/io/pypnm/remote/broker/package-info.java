/// The embedded Artemis server and everything that knows its API: settings, address plan, queue inspection, limits,
/// health. Only this package imports `org.apache.activemq.artemis.core`. It has no thread of its own; Artemis has some
/// twenty.
@NullMarked
package io.pypnm.remote.broker;

import org.jspecify.annotations.NullMarked;
