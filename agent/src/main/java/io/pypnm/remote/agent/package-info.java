/// The agent as a program: command line, settings, and the one place where its parts are joined. Only here is time
/// real. Depends on every package below.
@NullMarked
package io.pypnm.remote.agent;

import org.jspecify.annotations.NullMarked;
