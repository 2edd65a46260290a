/// Who is who and what is sent where: ids, lanes, and every address on the broker. Depends on nothing.
@NullMarked
package io.pypnm.remote.contracts.address;

import org.jspecify.annotations.NullMarked;
