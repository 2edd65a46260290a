/// Reads the one configuration file of a program, with the environment over it, into checked values.
///
/// Owned by the thread that starts the program; nothing here is shared. Depends on Jackson's streaming
/// parser and on no other package of ours.
@NullMarked
package io.pypnm.remote.contracts.config;

import org.jspecify.annotations.NullMarked;
