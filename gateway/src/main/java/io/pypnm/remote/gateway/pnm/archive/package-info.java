/// What the gateway keeps of measurements: plain data, no thread, no clock, no I/O. Depends on contracts only;
/// `gateway.store` keeps it on disk.
@NullMarked
package io.pypnm.remote.gateway.pnm.archive;

import org.jspecify.annotations.NullMarked;
