/// The lab: a simulated plant in one process. This package is its composition root, command line and control channel,
/// and
/// the only one that opens sockets and starts threads.
@NullMarked
package io.pypnm.remote.lab;

import org.jspecify.annotations.NullMarked;
