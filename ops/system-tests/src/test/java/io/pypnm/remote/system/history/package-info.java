/// Tests of the history checker, which is a program of its own and could be wrong as any other.
@NullMarked
package io.pypnm.remote.system.history;

import org.jspecify.annotations.NullMarked;
