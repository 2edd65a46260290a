/// The seam between the runner and the work on devices: what both sides must agree on, and nothing else.
/// Depends on contracts only; `agent.run` is above it, `agent.snmp` beside it.
@NullMarked
package io.pypnm.remote.agent.operation;

import org.jspecify.annotations.NullMarked;
