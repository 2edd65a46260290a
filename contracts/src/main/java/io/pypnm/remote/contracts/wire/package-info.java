/// How commands and outcomes look on the wire: JSON bodies, header names, checksums. Jackson is used here and nowhere
/// above.
@NullMarked
package io.pypnm.remote.contracts.wire;

import org.jspecify.annotations.NullMarked;
