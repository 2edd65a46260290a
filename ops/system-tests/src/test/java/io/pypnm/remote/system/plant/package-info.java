/// Starts the programs of the system as processes of their own, as they are shipped, talks to them only as their users
/// do, and ends them by pid. Depends on contracts and the lab's probe: whatever it knows of a gateway or agent, it was
/// told over a wire.
@NullMarked
package io.pypnm.remote.system.plant;

import org.jspecify.annotations.NullMarked;
