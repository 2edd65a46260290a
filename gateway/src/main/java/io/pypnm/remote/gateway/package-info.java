/// The gateway process: its settings, its wiring and its command line. May use every package of the module.
@NullMarked
package io.pypnm.remote.gateway;

import org.jspecify.annotations.NullMarked;
