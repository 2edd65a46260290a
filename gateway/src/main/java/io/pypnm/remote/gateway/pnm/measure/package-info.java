/// Measurements of modems by their MAC address: one at a time for each modem, whoever asks, and each kept once it has
/// ended. Blocks the caller's thread, and has one of its own that files what nobody waited for. Depends on dispatch,
/// store, and the readers of capture files; knows nothing of HTTP.
@NullMarked
package io.pypnm.remote.gateway.pnm.measure;

import org.jspecify.annotations.NullMarked;
