/// How commands and outcomes look on the wire: JSON bodies, by Jackson, header names, checksums. Depends
/// on the packages of what they carry, and on `Secret`.
@NullMarked
package io.pypnm.remote.contracts.wire;

import org.jspecify.annotations.NullMarked;
