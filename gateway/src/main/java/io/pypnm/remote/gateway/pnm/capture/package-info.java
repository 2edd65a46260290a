/// What the PNM captures of modems and CMTSs say, one record per kind. Knows neither files nor JSON.
@NullMarked
package io.pypnm.remote.gateway.pnm.capture;

import org.jspecify.annotations.NullMarked;
