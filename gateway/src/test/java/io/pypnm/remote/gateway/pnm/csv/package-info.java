@NullMarked
package io.pypnm.remote.gateway.pnm.csv;

import org.jspecify.annotations.NullMarked;
