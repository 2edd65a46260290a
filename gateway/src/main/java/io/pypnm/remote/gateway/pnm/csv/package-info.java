/// Captures as tables for spreadsheets. Depends on `gateway.pnm.capture` and what follows from them.
@NullMarked
package io.pypnm.remote.gateway.pnm.csv;

import org.jspecify.annotations.NullMarked;
