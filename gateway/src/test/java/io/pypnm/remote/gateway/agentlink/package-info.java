/// The wire, byte by byte: who is let in, who is cut off, and what is said on the way.
@NullMarked
package io.pypnm.remote.gateway.agentlink;

import org.jspecify.annotations.NullMarked;
