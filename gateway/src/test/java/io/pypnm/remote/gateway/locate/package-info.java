/// Looking for modems in the tables of the lab's CMTSs, every PDU counted.
@NullMarked
package io.pypnm.remote.gateway.locate;

import org.jspecify.annotations.NullMarked;
