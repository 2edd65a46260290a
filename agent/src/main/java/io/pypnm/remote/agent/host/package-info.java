/// What the agent needs of the machine it runs on: a clock that counts suspend. Depends on `agent.operation` and the
/// JDK only.
@NullMarked
package io.pypnm.remote.agent.host;

import org.jspecify.annotations.NullMarked;
