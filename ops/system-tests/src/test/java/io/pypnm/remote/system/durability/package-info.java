/// Whether commands survive what happens to the processes that carry them: kills, crashes between any two steps, power
/// cuts.
@NullMarked
package io.pypnm.remote.system.durability;

import org.jspecify.annotations.NullMarked;
