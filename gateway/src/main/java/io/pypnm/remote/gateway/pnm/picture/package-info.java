/// What is drawn of which capture: axes, curves, thresholds and headings, as an engineer puts them into a ticket.
/// Depends on `gateway.pnm.analysis` and `gateway.pnm.plot`; draws nothing itself.
@NullMarked
package io.pypnm.remote.gateway.pnm.picture;

import org.jspecify.annotations.NullMarked;
