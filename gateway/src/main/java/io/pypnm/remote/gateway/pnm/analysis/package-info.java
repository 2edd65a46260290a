/// What an engineer concludes from a capture: pure arithmetic. Gaps (excluded subcarriers) enter no figure.
@NullMarked
package io.pypnm.remote.gateway.pnm.analysis;

import org.jspecify.annotations.NullMarked;
