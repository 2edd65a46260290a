/// The history checker: a program that reads what was seen of a run from outside and says whether the promises were
/// kept. Knows nothing of how gateway and agent work. Depends on the ids and outcome names of contracts, and on
/// Jackson.
@NullMarked
package io.pypnm.remote.system.history;

import org.jspecify.annotations.NullMarked;
