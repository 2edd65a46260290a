/// Clocks that stand still, and devices and gateways that do as they are told, for the tests of all packages.
@NullMarked
package io.pypnm.remote.agent.testing;

import org.jspecify.annotations.NullMarked;
