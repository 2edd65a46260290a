/// Tests of the command lines of CMTSs.
@NullMarked
package io.pypnm.remote.agent.cli;

import org.jspecify.annotations.NullMarked;
