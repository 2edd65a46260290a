/// The cable plant as `gateway.json` describes it: its CMTSs, by which agents they are reached and how their modems are
/// spoken to. Values without a thread of their own; may use `contracts` and `dispatch`.
@NullMarked
package io.pypnm.remote.gateway.plant;

import org.jspecify.annotations.NullMarked;
