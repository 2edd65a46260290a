/// Measurements from a request to their result, with the programs as they are installed. Uses `plant`.
@NullMarked
package io.pypnm.remote.system.pnm;

import org.jspecify.annotations.NullMarked;
