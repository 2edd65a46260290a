/// The two ways to ping, each where it can be had: a network of its own for the socket, scripts for the program.
@NullMarked
package io.pypnm.remote.agent.ping;

import org.jspecify.annotations.NullMarked;
