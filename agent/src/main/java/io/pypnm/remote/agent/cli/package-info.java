/// The command lines of CMTSs: what may be typed, prompts, pagers and privileges of each make, told by profiles that
/// are data. Depends on contracts, `agent.operation` and `agent.ssh`.
@NullMarked
package io.pypnm.remote.agent.cli;

import org.jspecify.annotations.NullMarked;
