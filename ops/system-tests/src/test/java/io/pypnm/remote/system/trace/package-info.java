/// What a process asked of the kernel, in which order, as strace wrote it down: what had reached the disk when, and
/// what left for the network when. Depends on contracts alone.
@NullMarked
package io.pypnm.remote.system.trace;

import org.jspecify.annotations.NullMarked;
